/**
 * The one place where HTML is set as it is: the pages of the catalogue, made at build time from the Markdown in this
 * repository with raw HTML turned off. Nothing of a cluster or a recording ever comes here.
 */
export function CatalogueHtml({ html }: { html: string }) {
  return <div className="catalogue max-w-[80ch] [overflow-wrap:anywhere]" dangerouslySetInnerHTML={{ __html: html }} />;
}
