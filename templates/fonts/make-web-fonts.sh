#!/bin/sh
# Makes web/*.woff2 from the full files beside it. Needs fonttools with brotli, which WeasyPrint brings.
set -eu
cd "$(dirname "$0")"
SIGNS="U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02C6,U+02DA,U+02DC,U+0300-0304,U+0306-030C,U+0327-0328,U+0370-03FF"
SIGNS="$SIGNS,U+0400-045F,U+1E9E,U+2000-2027,U+2030-205E,U+2070-209C,U+20AC,U+2116,U+2122,U+2190-2193,U+21B5"
SIGNS="$SIGNS,U+2200-2212,U+2215,U+2219-221E,U+2248,U+2260-2265,U+25A0,U+25CF,U+2713,U+2717"
for font in ./*.otf ./*.ttf; do
    name=$(basename "$font")
    "${PYTHON:-python3}" -m fontTools.subset "$font" --unicodes="$SIGNS" --flavor=woff2 --no-hinting \
        --layout-features='kern,mark,mkmk,ccmp,locl,tnum,calt,rlig' --output-file="web/${name%.*}.woff2"
done
