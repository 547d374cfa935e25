/** The areas: what a point lies in, and a small drawing of where it is. */

import { svg } from "./dom.js";
import { isEnglish } from "./words.js";

/** The kinds of areas, from the largest down. */
export const RANK = { district: 0, street: 1, community: 2, grid: 3 };
let asked = null;

/** The areas and the tile address, fetched once; asked for again if that failed. */
export function areas(seat) {
  asked ??= seat.map().catch((error) => { asked = null; throw error; });
  return asked;
}

export const rankOf = (feature) => RANK[feature.properties.kind] ?? 9;

/** An area's name in the language chosen. */
export const nameOf = (feature) =>
  (isEnglish() && feature.properties.name_en) || feature.properties.name;

/** The name without the word for its kind, where English would crowd the map. */
export const shortNameOf = (feature) => nameOf(feature).replace(/ (Street|Community)$/, "");

export function ringsOf(geometry) {
  if (!geometry) return [];
  return geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : geometry.coordinates;
}

/** Whether a point lies in a polygon; holes come out right by counting crossings of all rings. */
function contains(geometry, [x, y]) {
  let inside = false;
  for (const ring of ringsOf(geometry)) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i];
      const [xj, yj] = ring[j];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}

/** The areas under a point, from the street down; empty outside. */
export function under(features, point) {
  return features
    .filter((feature) => rankOf(feature) > 0 && contains(feature.geometry, point))
    .sort((one, other) => rankOf(one) - rankOf(other));
}

/** The names of the areas under a point, or an empty text outside. */
export const placeName = (features, point) => under(features, point).map(nameOf).join(" · ");

/** The smallest box around some areas: [west, south, east, north], or null for none. */
export function boundsOf(features) {
  const points = features.flatMap((feature) => ringsOf(feature.geometry).flat());
  if (!points.length) return null;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Draw the areas around a point, with a pin on it: `width` metres across. */
export function miniMap(features, [lon, lat], width = 4200) {
  const squeeze = Math.cos((lat * Math.PI) / 180);
  const scale = 240 / (width / 111320);
  const at = ([x, y]) => [120 + (x - lon) * squeeze * scale, 66 - (y - lat) * scale];
  const shapes = features.filter((feature) => feature.geometry).sort((a, b) => rankOf(a) - rankOf(b));
  const paths = shapes.map((feature) => svg("path", {
    class: `mini-${feature.properties.kind}`,
    d: ringsOf(feature.geometry).map((ring) => pathOf(ring.map(at))).join(""),
  }));
  const pin = svg("path", { class: "mini-pin", d: "M120 66c-1.5-6-9-11-9-18.5a9 9 0 0 1 18 0c0 7.5-7.5 12.5-9 18.5z" });
  const dot = svg("circle", { class: "mini-dot", cx: 120, cy: 47.5, r: 3.4 });
  const shade = svg("ellipse", { class: "mini-shade", cx: 120, cy: 66.5, rx: 5, ry: 2 });
  const frame = { class: "mini", viewBox: "0 0 240 120", preserveAspectRatio: "xMidYMid slice" };
  return svg("svg", { ...frame, "aria-hidden": "true" }, ...paths, shade, pin, dot);
}

const pathOf = (points) => `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
