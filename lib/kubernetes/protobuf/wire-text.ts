/** A part of a message that is still its bytes, one character for each. */
import 'server-only';
import { Unread, type TemplateText } from '../projection/raw';
import { BYTES, Wire } from './wire';

interface MessageReader {
  message(name: string, bytes: Buffer): unknown;
}

/** `nodeName` of a PodSpec, with the type of its value. */
const NODE_NAME = (10 << 3) | BYTES;
/** As long as these names are, which stands before each. */
const tokenName = /\x15(kube-api-access-[a-z\d]{5})/;

export class WireText extends Unread {
  constructor(
    text: string,
    private readonly messageName: string,
    private readonly reader: MessageReader,
  ) {
    super(text);
  }

  override parse(): unknown {
    return this.reader.message(this.messageName, Buffer.from(this.text, 'latin1'));
  }

  override ofTemplate(): TemplateText {
    const bytes = Buffer.from(this.text, 'latin1');
    const wire = new Wire(bytes, 0, bytes.length);
    let { text } = this;
    let nodeName: string | undefined;
    if (wire.seek(NODE_NAME) !== 0) {
      // Its tag is one byte.
      const start = wire.at - 1;
      const end = wire.length();
      nodeName = bytes.toString('utf8', wire.at, end);
      text = text.slice(0, start) + text.slice(end);
    }
    const token = tokenName.exec(text)?.[1] ?? null;
    return { text: token === null ? text : text.replaceAll(`\x15${token}`, '\x15'), nodeName, token };
  }
}
