/** Smallest count of persons or cases that may leave: 1 or 2 could point at somebody. 0 says nothing about anybody and stays. */
export const SMALLEST_COUNT = 3;
