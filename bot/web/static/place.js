/** The sheet with the map: choosing a place, or looking at one. */

import { areas, boundsOf, placeName, RANK, rankOf, shortNameOf, under } from "./areas.js";
import { byId, el, openDialog } from "./dom.js";
import { language, t } from "./words.js";

let leaflet = null;

/** Load Leaflet when a map is first needed. */
function loadLeaflet() {
  leaflet ??= new Promise((done, failed) => {
    document.head.append(el("link", { rel: "stylesheet", href: "/static/leaflet/leaflet.css" }));
    const script = el("script", { src: "/static/leaflet/leaflet.js" });
    script.onload = () => done(window.L);
    script.onerror = () => { leaflet = null; failed(new Error("leaflet")); };
    document.head.append(script);
  });
  return leaflet;
}

/** Where the browser says the person is: [lon, lat] in WGS-84. */
export function locate() {
  return new Promise((done, failed) => {
    if (!navigator.geolocation) return failed(new Error(t("web-locate-failed")));
    const options = { enableHighAccuracy: true, timeout: 12000, maximumAge: 30000 };
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => done([coords.longitude, coords.latitude]),
      (error) => failed(new Error(t(error.code === 1 ? "web-locate-denied" : "web-locate-failed"))),
      options,
    );
  });
}

export class PlaceSheet {
  constructor(seat, send) {
    Object.assign(this, { seat, send, point: null });
    this.controller = new AbortController();
    const { signal } = this.controller;
    byId("place-here").addEventListener("click", () => this.here(), { signal });
    byId("place-send").addEventListener("click", () => this.#chosen(), { signal });
    byId("map").addEventListener("keydown", (event) => this.#key(event), { signal });
  }

  close() {
    this.controller.abort();
    byId("place-sheet").close();
    this.map?.remove();
    this.map = null;
  }

  /** Open it to choose a place; `words` says why the person is here, if there is a reason. */
  async choose(words = "") {
    await this.#open("web-map-title", true);
    this.#say(words || t("web-map-hint"));
  }

  /** Open it to look at a place. */
  async view(point) {
    await this.#open("web-map-view", false);
    this.#pin(point);
    this.#lookAt(point);
  }

  /** Show the community around a point, or simply the point where there is none. */
  #lookAt(point) {
    const around = under(this.features, point).find((feature) => rankOf(feature) === RANK.community);
    const box = around && boundsOf([around]);
    if (box) this.map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { maxZoom: 16 });
    else this.map.setView([point[1], point[0]], 13.5);
  }

  async #open(key, choosing) {
    this.choosing = choosing;
    byId("place-title").textContent = t(key);
    byId("place-buttons").hidden = !choosing;
    openDialog(byId("place-sheet"));
    const [L, found] = await Promise.all([loadLeaflet(), areas(this.seat)]);
    this.features = found.areas.features;
    this.#draw(L, found);
    this.#unpin();
  }

  #draw(L, { tiles }) {
    if (this.map && this.drawnIn === language()) return this.map.invalidateSize();
    this.map?.remove();
    this.drawnIn = language();
    this.map = L.map("map", { attributionControl: false, zoomControl: true, zoomSnap: 0.5, minZoom: 9, maxZoom: 18 });
    if (tiles) L.tileLayer(tiles, { maxZoom: 18 }).addTo(this.map);
    this.#drawAreas(L, Boolean(tiles));
    this.map.on("click", ({ latlng }) => this.choosing && this.#pin([latlng.lng, latlng.lat]));
    this.map.on("mousemove", ({ latlng }) => this.#hover([latlng.lng, latlng.lat]));
    this.map.on("zoomend", () => this.#zoomed());
    this.#fit();
    return this.#zoomed();
  }

  #drawAreas(L, overTiles) {
    const shapes = this.features.filter((feature) => feature.geometry);
    shapes.sort((one, other) => rankOf(one) - rankOf(other));
    let street = 0;
    for (const feature of shapes) {
      const { kind } = feature.properties;
      const tone = kind === "street" ? ` tone-${street++ % 7}` : "";
      const className = `area area-${kind}${tone}${overTiles ? " over-tiles" : ""}`;
      const layer = L.geoJSON(feature, { interactive: false, className }).addTo(this.map);
      if (kind === "district") continue;
      const name = el("span", { text: shortNameOf(feature) });
      const drawing = { className: `area-name area-name-${kind}`, html: name, iconSize: null };
      this.#mark(L, layer.getBounds().getCenter(), drawing);
    }
  }

  /** Put something drawn by the page on the map; it takes no part in tapping. */
  #mark(L, where, drawing) {
    const still = { icon: L.divIcon(drawing), interactive: false, keyboard: false };
    return L.marker(where, still).addTo(this.map);
  }

  #fit() {
    const box = boundsOf(this.features);
    if (box) this.map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { padding: [12, 12] });
    else this.map.setView([23.28, 116.72], 11);
  }

  #zoomed() {
    const zoom = this.map.getZoom();
    byId("map").classList.toggle("near", zoom >= 13);
    byId("map").classList.toggle("nearer", zoom >= 14.5);
  }

  #key(event) {
    if (event.key !== "Enter" || event.target !== byId("map") || !this.choosing || !this.map) return;
    const { lng, lat } = this.map.getCenter();
    this.#pin([lng, lat]);
  }

  #pin(point) {
    this.point = point;
    const where = [point[1], point[0]];
    if (this.marker) this.marker.setLatLng(where);
    else this.marker = this.#mark(window.L, where, { className: "pin", iconSize: [32, 40], iconAnchor: [16, 39] });
    byId("place-send").disabled = false;
    this.#say(placeName(this.features, point) || t("web-map-outside"), true);
  }

  #unpin() {
    this.marker?.remove();
    this.marker = null;
    this.point = null;
    byId("place-send").disabled = true;
    this.#say("");
  }

  #hover(point) {
    if (this.choosing && !this.point) this.#say(placeName(this.features, point) || t("web-map-hint"));
  }

  #say(words, found = false) {
    byId("place-name").textContent = words;
    byId("place-name").classList.toggle("found", found);
  }

  /** Put the pin where the browser says the person is. */
  async here() {
    this.#say(t("web-locating"));
    try {
      const point = await locate();
      this.#pin(point);
      this.#lookAt(point);
    } catch (error) {
      this.#say(error.message);
    }
  }

  #chosen() {
    byId("place-sheet").close();
    this.send(this.point);
  }
}
