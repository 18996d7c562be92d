/** The picture as PNG for print: large enough, on light ground, with a caption, and saying its resolution. */

import { element } from "./dom.ts";

export const DOTS_PER_INCH = 300;
const METRES_PER_INCH = 0.0254;
/** 170 mm, the width of a printed page. */
const PAGE_PIXELS = 2008;
const LEAST_SCALE = 2;
const MOST_PIXELS = 8000;
const SIGNATURE_AND_HEADER = 8 + 25;

/** By how much to enlarge a picture of this size so that it can be printed, within what browsers can hold. */
export function scaleFor(width: number, height: number): number {
  if (width <= 0 || height <= 0) return LEAST_SCALE;
  return Math.min(Math.max(LEAST_SCALE, PAGE_PIXELS / width), MOST_PIXELS / width, MOST_PIXELS / height);
}

/** A PNG with a line of text below it. */
export async function captioned(page: Document, png: Blob, caption: string, scale: number, color: string): Promise<Blob> {
  const picture = await createImageBitmap(png);
  const [size, margin] = [11 * scale, 12 * scale];
  const canvas = element(page, "canvas");
  const context = canvas.getContext("2d");
  if (!context) return png;
  const font = `${size}px system-ui, sans-serif`;
  context.font = font;
  canvas.width = Math.max(picture.width + 2 * margin, Math.ceil(context.measureText(caption).width) + 2 * margin);
  canvas.height = picture.height + size + 3 * margin;
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, (canvas.width - picture.width) / 2, margin);
  context.font = font;
  context.fillStyle = color;
  context.fillText(caption, margin, picture.height + size + 2 * margin);
  const drawn = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
  return drawn ? new Blob([withResolution(new Uint8Array(await drawn.arrayBuffer()))], { type: "image/png" }) : png;
}

/** The bytes of a PNG with a chunk that says how large it is on paper. */
export function withResolution(png: Uint8Array): Uint8Array<ArrayBuffer> {
  const dotsPerMetre = Math.round(DOTS_PER_INCH / METRES_PER_INCH);
  const chunk = new DataView(new ArrayBuffer(21));
  chunk.setUint32(0, 9);
  for (const [place, letter] of new TextEncoder().encode("pHYs").entries()) chunk.setUint8(4 + place, letter);
  chunk.setUint32(8, dotsPerMetre);
  chunk.setUint32(12, dotsPerMetre);
  chunk.setUint8(16, 1); // the unit is the metre
  chunk.setUint32(17, crc(new Uint8Array(chunk.buffer, 4, 13)));
  const written = new Uint8Array(png.length + chunk.byteLength);
  written.set(png.subarray(0, SIGNATURE_AND_HEADER));
  written.set(new Uint8Array(chunk.buffer), SIGNATURE_AND_HEADER);
  written.set(png.subarray(SIGNATURE_AND_HEADER), SIGNATURE_AND_HEADER + chunk.byteLength);
  return written;
}

/** The checksum of PNG chunks (ISO 3309, as the PNG specification has it in annex D). */
export function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
