import { expect, test } from "vitest";

import { crc, scaleFor, withResolution } from "./png.ts";

test("the checksum is that of the PNG specification", () => {
  expect(crc(new TextEncoder().encode("IEND"))).toBe(0xae426082);
});

test("the resolution stands right after the header, and nothing else changes", () => {
  const png = new Uint8Array(60).map((_, place) => place);
  const written = withResolution(png);
  expect(written.subarray(0, 33)).toEqual(png.subarray(0, 33));
  expect(new TextDecoder().decode(written.subarray(37, 41))).toBe("pHYs");
  expect(new DataView(written.buffer).getUint32(41)).toBe(11811); // 300 dots per inch in metres
  expect(written.subarray(54)).toEqual(png.subarray(33));
});

test("a small picture is enlarged for the page, a vast one is held within bounds", () => {
  expect(scaleFor(502, 300)).toBe(4);
  expect(scaleFor(3000, 1000)).toBe(2);
  expect(scaleFor(16000, 100)).toBe(0.5);
  expect(scaleFor(0, 0)).toBe(2);
});
