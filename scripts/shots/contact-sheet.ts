/** One page with all pictures, by scene: light and dark, wide and narrow beside each other. */

export interface Shot {
  scene: string;
  file: string;
  /** What went wrong; the picture then shows how far it came. */
  fault: string | null;
}

export function contactSheet(shots: readonly Shot[], madeAt: Date): string {
  const scenes = [...new Set(shots.map(({ scene }) => scene))];
  const rows = scenes.map((scene) => {
    const own = shots.filter((shot) => shot.scene === scene);
    const faults = own.flatMap(({ fault }) => (fault ? [`<p class="fault">${asText(fault)}</p>`] : []));
    const pictures = own.map(
      ({ file }) => `<a href="${file}" title="${file}"><img loading="lazy" src="${file}" alt="${file}"></a>`,
    );
    return `<section id="${scene}"><h2>${scene}</h2>${faults.join("")}<div>${pictures.join("")}</div></section>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Token Cabinet: all pictures</title>
<style>
body{font:14px/1.4 system-ui;margin:24px;background:#ddd;color:#111}
h2{font-size:14px;margin:20px 0 6px} div{display:flex;gap:8px;align-items:flex-start}
img{height:300px;border:1px solid #999;background:#fff} .fault{color:#a00;margin:0 0 6px}
</style>
<h1>Token Cabinet: ${shots.length} pictures of ${scenes.length} scenes</h1><p>${madeAt.toUTCString()}</p>
${rows.join("\n")}</html>\n`;
}

function asText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
