import { type Markup, markup, trusted } from './markup.ts';
import { STYLE } from './report/style.ts';

/** A page of the local page around its body. */
export const page = (title: string, body: Markup): string =>
  String(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}: Candour</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
${body}
</body>
</html>
`);
