import type { MantineColorsTuple } from '@mantine/core';

/** The one accent. */
export const accent: MantineColorsTuple = [
  '#eef1fd',
  '#e0e5fb',
  '#c5cdf6',
  '#a7b3f0',
  '#8b9aea',
  '#7385e4',
  '#5f72db',
  '#5062cd',
  '#4453bd',
  '#3c4aab',
];

/** Neutrals of the light theme; 7 is the dimmed text (7.4:1 on white). */
export const gray: MantineColorsTuple = [
  '#f8f8fa',
  '#f2f2f5',
  '#e9e9ee',
  '#dfe0e6',
  '#c9cbd3',
  '#a9acb8',
  '#767a88',
  '#555966',
  '#353842',
  '#1b1d24',
];

/** Neutrals of the dark theme, text first; 1 is the dimmed text (8:1 on the page). */
export const dark: MantineColorsTuple = [
  '#e4e6eb',
  '#abafba',
  '#888d9a',
  '#5b606d',
  '#3d414c',
  '#2e313a',
  '#22242b',
  '#191b20',
  '#131418',
  '#0d0e11',
];
