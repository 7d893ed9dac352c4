const sums: number[] = [0];

/** ln n!, by adding up; kept, so that a pool's canaries cost once. */
function logFactorial(n: number): number {
  for (let k = sums.length; k <= n; k += 1) sums.push((sums[k - 1] ?? 0) + Math.log(k));
  return sums[n] ?? 0;
}

/** ln of n over k; 0 ≤ k ≤ n. */
export const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
