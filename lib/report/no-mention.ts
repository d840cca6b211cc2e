/** Chat programs read some words as calls to people or as links even inside code; here they stay words. */

const slack =
  /<(?=!(?:channel|here|everyone|subteam|date)\b|[@#][A-Z0-9]|(?:https?|mailto|javascript|data):[^>]*[|>])/gi;

/**
 * The opening bracket of Slack's control sequences (`<!channel>`, `<@U123>`, `<https://…|text>`) as a single angle quote: the
 * only change a quotation suffers, because Slack has no other way to say "this is text" inside code.
 */
export function noMention(text: string): string {
  return text.replace(slack, '‹');
}
