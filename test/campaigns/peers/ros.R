rosOf <- function(obs, cen) {
  lim <- sort(unique(obs[cen])); if (any(obs[!cen] < lim[1])) lim <- c(-Inf, lim)
  k <- length(lim); pe <- numeric(k + 1)
  for (j in k:1) {
    a <- sum(!cen & obs >= lim[j] & obs < c(lim, Inf)[j + 1])
    b <- sum(!cen & obs < lim[j]) + sum(cen & obs <= lim[j])
    pe[j] <- pe[j + 1] + (if (a > 0) a / (a + b) * (1 - pe[j + 1]) else 0)
  }
  pp <- numeric(length(obs))
  for (j in 1:k) {
    i <- which(!cen & obs >= lim[j] & obs < c(lim, Inf)[j + 1]); i <- i[order(obs[i])]
    if (length(i)) pp[i] <- (1 - pe[j]) + seq_along(i) / (length(i) + 1) * (pe[j] - pe[j + 1])
    i <- which(cen & obs == lim[j]); if (length(i)) pp[i] <- (1 - pe[j]) * seq_along(i) / (length(i) + 1)
  }
  fit <- lm(log(obs[!cen]) ~ qnorm(pp[!cen])); m <- obs
  m[cen] <- exp(coef(fit)[1] + coef(fit)[2] * qnorm(pp[cen]))
  list(mean = mean(m), sd = sd(m), median = median(m))
}
