/** Numbers kept for fiction: `count` numbers from `first` (E.164 digits without the plus). */
export interface FictionalRange {
  readonly region: 'US' | 'GB' | 'FR' | 'AU' | 'DE' | 'SE';
  readonly first: number;
  readonly count: number;
}

/** Geographic area codes of the North American plan; in each, 555-0100 to 555-0199 are kept for fiction (NANPA). */
const AREA_CODES = `
201 202 203 204 205 206 207 208 209 210 212 213 214 215 216 217 218 219 220 223 224 225 226 228 229 231 234 236 239
240 248 249 250 251 252 253 254 256 260 262 267 269 270 272 276 279 281 289 301 302 303 304 305 306 307 308 309 310
312 313 314 315 316 317 318 319 320 321 323 325 326 330 331 332 334 336 337 339 341 343 346 347 351 352 360 361 364
365 367 368 380 385 386 401 402 403 404 405 406 407 408 409 410 412 413 414 415 416 417 418 419 423 424 425 430 431
432 434 435 437 438 440 442 443 450 458 463 469 470 475 478 479 480 484 501 502 503 504 505 506 507 508 509 510 512
513 514 515 516 517 518 519 520 530 531 534 539 540 541 548 551 559 561 562 563 567 570 571 573 574 575 579 580 581
585 586 587 601 602 603 604 605 606 607 608 609 610 612 613 614 615 616 617 618 619 620 623 626 628 629 630 631 636
639 640 641 646 647 650 651 657 660 661 662 667 669 672 678 680 681 682 689 701 702 703 704 705 706 707 708 709 712
713 714 715 716 717 718 719 720 724 725 726 727 731 732 734 737 740 743 747 754 757 760 762 763 765 769 770 772 773
774 775 778 779 780 781 782 785 786 801 802 803 804 805 806 807 808 810 812 813 814 815 816 817 818 819 820 825 826
828 830 831 832 838 839 843 845 847 848 850 854 856 857 858 859 860 862 863 864 865 867 870 872 873 878 901 902 903
904 905 906 907 908 909 910 912 913 914 915 916 917 918 919 920 925 928 929 930 931 934 936 937 938 940 941 943 945
947 948 949 951 952 954 956 959 970 971 972 973 978 979 980 984 985 986 989`
  .trim()
  .split(/\s+/);

/** Ofcom's numbers for drama, as far as the phone library knows their area: digits after 44, with 000 to 999. */
const OFCOM = [
  '2079460',
  '1134960',
  '1144960',
  '1164960',
  '1174960',
  '1184960',
  '1214960',
  '1314960',
  '1414960',
  '1514960',
  '1614960',
  '1914980',
  '2890180',
  '2920180',
];

/** Every range, North America first (one range per area code). */
export const FICTIONAL_RANGES: readonly FictionalRange[] = [
  ...AREA_CODES.map(
    (code): FictionalRange => ({ region: 'US', first: Number(`1${code}5550100`), count: 100 }),
  ),
  ...OFCOM.map((area): FictionalRange => ({ region: 'GB', first: Number(`44${area}000`), count: 1_000 })),
  // ARCEP: 01 99 00 and 02 61 91, each with 10,000 numbers.
  { region: 'FR', first: 33_199_000_000, count: 10_000 },
  { region: 'FR', first: 33_261_910_000, count: 10_000 },
  // ACMA: 5550 and 7010 in each of four areas.
  ...[2, 3, 7, 8].flatMap((area): FictionalRange[] => [
    { region: 'AU', first: Number(`61${area}55500000`), count: 10_000 },
    { region: 'AU', first: Number(`61${area}70100000`), count: 10_000 },
  ]),
  // Bundesnetzagentur: Berlin 23125 000 to 999.
  { region: 'DE', first: 493_023_125_000, count: 1_000 },
  // PTS: Stockholm 465 004 00 to 99.
  { region: 'SE', first: 46_846_500_400, count: 100 },
];
