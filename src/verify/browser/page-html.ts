const STYLE = `
:root { color-scheme: light dark; --ink: #16202a; --paper: #fbfaf7; --line: #8b94a0; --holds: #14532d; --open: #7a4a00; --fails: #8f1d1d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --paper: #14181d; --line: #7d8793; --holds: #7ddb9a; --open: #f0b85a; --fails: #ff9c94; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 44rem; font: 1rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 0 0 .5rem; }
label, legend { font-weight: 600; display: block; margin-bottom: .35rem; }
section { margin-top: 1.75rem; }
#drop { border: 2px dashed var(--line); border-radius: .5rem; padding: 1.25rem; }
#drop[data-over] { border-style: solid; }
input, textarea { font: inherit; color: inherit; max-width: 100%; }
textarea { width: 100%; min-height: 5.5rem; padding: .5rem; background: transparent; border: 1px solid var(--line); border-radius: .35rem; font-family: ui-monospace, monospace; font-size: .85rem; }
ul { margin: .75rem 0 0; padding-left: 1.25rem; }
.second { margin-top: 1rem; }
#custody { width: 100%; padding: .4rem; background: transparent; border: 1px solid var(--line); border-radius: .35rem; font-family: ui-monospace, monospace; font-size: .85rem; }
.hint { margin: .35rem 0 0; font-size: .9rem; }
#verdict { border-left: .4rem solid var(--line); padding: .25rem 0 .25rem 1rem; }
#verdict[data-state=holds] { border-color: var(--holds); } #verdict[data-state=holds] h2 { color: var(--holds); }
#verdict[data-state=open] { border-color: var(--open); } #verdict[data-state=open] h2 { color: var(--open); }
#verdict[data-state=fails] { border-color: var(--fails); } #verdict[data-state=fails] h2 { color: var(--fails); }
#verdict p { margin: .4rem 0; overflow-wrap: anywhere; }
pre { border: 1px solid var(--line); border-radius: .35rem; padding: .75rem; overflow-x: auto; font-size: .85rem; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
`;

/**
 * The whole page: one file that opens from a disk without a network. `script` is the bundled script, `hashOf` gives `'sha256-…'` for the page's
 * policy, which allows this one script and style, and no connection to anywhere.
 */
export function verifierPage(script: string, hashOf: (text: string) => string): string {
  // The text of a script ends at the first end tag, wherever it stands.
  const safe = script.replaceAll('</script', '<\\/script');
  const policy = `default-src 'none'; script-src ${hashOf(safe)}; style-src ${hashOf(STYLE)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Check a receipt or a bag</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Check a receipt or a bag</h1>
<p>Everything happens in this page, on your machine. Nothing is sent anywhere; you can go offline first.</p>
<section id="drop">
<label for="files">The receipt or the bag</label>
<input id="files" type="file" multiple aria-describedby="files-hint">
<p class="hint" id="files-hint">Choose or drop the files. Of a receipt: the receipt (.tlog-proof), the file with the record (.json), the policy. Of a bag: the ZIP as you got it.</p>
<label for="folder" class="second">Or the folder of an unpacked bag</label>
<input id="folder" type="file" webkitdirectory>
<ul id="given" aria-label="Files"></ul>
</section>
<section>
<label for="key">Whose signatures count</label>
<textarea id="key" spellcheck="false" autocomplete="off" aria-describedby="key-hint"></textarea>
<p class="hint" id="key-hint">The policy, or the verifier key of the log, as the organisation and its witnesses publish it. Do not take it from where the receipt or the bag came from.</p>
</section>
<section id="custody-part" hidden>
<label for="custody">SHA-256 of the bag's custody key</label>
<input id="custody" type="text" spellcheck="false" autocomplete="off" size="66" aria-describedby="custody-hint">
<p class="hint" id="custody-hint">64 digits, as the organisation told you by another way than the bag.</p>
</section>
<section id="verdict" role="status" data-state="open"></section>
<noscript><p>This page needs JavaScript to calculate; it connects to nothing.</p></noscript>
</main>
<script>${safe}</script>
</body>
</html>
`;
}
