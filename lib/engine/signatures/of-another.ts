/** Tells what a program reports of another pod (an operator, an exporter of events) from what befell itself. */

/** The fields of an Event of Kubernetes that say whom it is about, in both of its forms. */
const event = /\\?"(?:involvedObject|regarding)\\?": ?\{/;

const podName = String.raw`(?:[a-z0-9][a-z0-9-]{0,62}\/)(?<pod>(?=[a-z0-9.-]{0,252}[-\d])[a-z0-9][a-z0-9.-]{0,252})(?![\w/])`;
/** `"pod":"shop/cart-1"`, `pod="shop/cart-1"`: as klog and logr name an object. */
const field = new RegExp(String.raw`(?:"pod": ?|\bpod=)"?${podName}`);
const subject = new RegExp(String.raw`(?:^|": ?"|msg="|[\]:] )[Pp]od ${podName}`);

/** What the program itself met or could not do while it dealt with that pod: a field of its own, or its own words. */
const own =
  /"(?:err|error|exception)": ?["{]|\b(?:err|error)=\S|\b(?:fail(?:ed|s|ing|ure)? (?:to|in)|cannot|can't|could(?: not|n't)|unable to|error \w{2,20}ing)\b/i;

/** A record that Fluent Bit or Fluentd prints of what it collects: its tag is the path of the log that it was read from. */
const shipped =
  /^(?:\[\d{1,9}\] |[\d:. +-]{19,45} )?[\w-]{1,40}\.var\.log\.containers\.[\w.-]{1,300}\.log: (?:\[+\d|\{)/;

/** Whether a line is a record of another container's log. */
export function isShipped(line: string): boolean {
  return shipped.test(line);
}

/** Whether a line is an Event as the API has it: it tells of the object that the Event is about. */
export function isEvent(line: string): boolean {
  return event.test(line) && !own.test(line);
}

/**
 * Whether a line tells of another pod than `pod`, and of nothing that the program could not do itself.
 *
 * @param pod the name of the pod whose log it is; '' where that is not known.
 */
export function isOfAnotherPod(line: string, pod: string): boolean {
  if (own.test(line)) return false;
  const named = (field.exec(line) ?? subject.exec(line))?.groups?.['pod'];
  return named !== undefined && named !== pod;
}
