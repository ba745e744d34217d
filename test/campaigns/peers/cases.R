# Seeded data sets no method was tuned to, and what gstat, spdep, survival, robustbase, classInt and base R make of them.
#   Rscript cases.R SEED FOLDER
# Writes FOLDER/cases.json: { versions, cases: [{ peer, quantity, args, files, expect, tolerance }] }. `args` are those of
# `cli analyse` with @name for a file; `files` hold columns (CSV) or lists (JSON); `expect` is path of the answer -> numbers.
suppressWarnings(suppressMessages({ library(jsonlite); library(sp); library(gstat); library(spdep); library(survival); library(robustbase); library(classInt) }))
argv <- commandArgs(TRUE)
set.seed(as.integer(argv[1]))
cases <- list()
add <- function(peer, quantity, args, files, expect, tolerance = 1e-8, near = list()) {
  cases[[length(cases) + 1]] <<- list(peer = peer, quantity = quantity, args = as.character(args), files = files, expect = lapply(expect, as.vector), tolerance = tolerance, near = near)
}
text <- function(x) formatC(x, digits = 17, format = "g")

# --- geostatistics -----------------------------------------------------------------------------------------------
field <- function(x, y, side) sin(6 * x / side) + cos(5 * y / side) + 0.5 * sin(13 * (x + y) / side)
scatter <- function(n, side, east = 0, north = 0, shift = 0) {
  x <- runif(n) * side; y <- runif(n) * side
  data.frame(x = round(east + x, 3), y = round(north + y, 3), value = round(field(x, y, side) + 0.3 * rnorm(n) + shift, 6))
}
clustered <- function(towns, each, side) {
  cx <- runif(towns) * side; cy <- runif(towns) * side
  x <- rep(cx, each = each) + rnorm(towns * each, 0, side / 60); y <- rep(cy, each = each) + rnorm(towns * each, 0, side / 60)
  data.frame(x = round(5e5 + x, 2), y = round(2.5e6 + y, 2), value = round(exp(field(x, y, side) + 0.3 * rnorm(towns * each)), 6))
}
jittered <- function(k, side) {
  g <- expand.grid(i = seq_len(k), j = seq_len(k)); x <- (g$i + runif(k * k, -.3, .3)) * side / k; y <- (g$j + runif(k * k, -.3, .3)) * side / k
  data.frame(x = round(x, 4), y = round(y, 4), value = round(field(x, y, side) - 5, 6))
}
fields <- list(scatter = scatter(70, 1000), clustered = clustered(13, 5, 4e4), jittered = jittered(8, 300), few = scatter(6, 200, -100, -100, -3), negative = scatter(40, 1000, -2e4, 1e3, -50))
aims <- function(d, n = 25) {
  box <- function(v) { r <- range(v); runif(n, r[1] - diff(r) / 5, r[2] + diff(r) / 5) }
  # the last three stand on sites
  data.frame(x = c(round(box(d$x), 3), d$x[1:3]), y = c(round(box(d$y), 3), d$y[1:3]))
}
located <- function(d) { coordinates(d) <- ~ x + y; d }
options(digits = 17)
codes <- c(Sph = "sph", Exp = "exp", Gau = "gau", Mat = "mat")
for (name in names(fields)) {
  d <- fields[[name]]; s <- located(d); t <- aims(d); g <- located(t); files <- list(P = d, T = t)
  width <- diff(range(d$x)); v <- var(d$value)
  models <- list(
    list("Sph", 0, v, width / 2, NA), list("Sph", 0.2 * v, 0.8 * v, width / 3, NA), list("Exp", 0.1 * v, v, width / 5, NA), list("Exp", 0, v, width / 8, NA),
    list("Gau", 0.1 * v, 0.9 * v, width / 6, NA), list("Mat", 0.1 * v, v, width / 6, 0.5), list("Mat", 0.05 * v, v, width / 7, 0.3), list("Mat", 0.1 * v, v, width / 8, 1),
    list("Mat", 0.1 * v, v, width / 9, 1.5), list("Mat", 0.2 * v, v, width / 9, 2.5), list("Mat", 0.1 * v, v, width / 12, 3.3), list("Sph", v, 0, width / 4, NA))
  reach <- width / 3
  ways <- list(all = list(), nmax = list(nmax = 8), band = list(maxdist = reach), near = list(nmax = 12, nmin = 4, maxdist = reach))
  for (m in models) {
    gm <- if (is.na(m[[5]])) vgm(m[[3]], m[[1]], m[[4]], m[[2]]) else vgm(m[[3]], m[[1]], m[[4]], m[[2]], kappa = m[[5]])
    words <- c("--model", codes[[m[[1]]]], "--nugget", text(m[[2]]), "--psill", text(m[[3]]), "--range", text(m[[4]]), if (!is.na(m[[5]])) c("--kappa", text(m[[5]])))
    label <- codes[[m[[1]]]]
    for (way in names(ways)) for (drift in c("none", "xy")) {
      o <- ways[[way]]
      if (name == "few" && (way != "all" || drift == "xy")) next
      # a drift from 8 sites or those in a band is not determined, or barely, at some targets: with more sites it is
      if (drift == "xy" && way == "nmax") o$nmax <- 20
      if (drift == "xy" && way %in% c("band", "near")) next
      near <- c(if (!is.null(o$nmax)) c("--nmax", o$nmax), if (!is.null(o$nmin)) c("--nmin", o$nmin), if (!is.null(o$maxdist)) c("--maxdist", text(o$maxdist)), if (drift == "xy") c("--drift", "xy"))
      formula <- if (drift == "xy") value ~ x + y else value ~ 1
      p <- suppressWarnings(do.call(krige, c(list(formula, s, g, gm, debug.level = 0), o)))
      add("gstat krige", paste("krige", label, way, if (drift == "xy") "drift" else ""), c("krige", "--points", "@P", "--targets", "@T", words, near), files, list(prediction = p$var1.pred, variance = p$var1.var), near = list(scale = 0.01 * sqrt(v)))
      # gstat leaves one out by brute force: a few models stand for all
      if (name != "few" && label %in% c("exp", "mat") && m[[2]] > 0 && m[[5]] %in% c(NA, 1) && way %in% c("all", "near", "nmax")) {
        p <- suppressWarnings(do.call(krige.cv, c(list(formula, s, gm, verbose = FALSE, debug.level = 0), o)))
        add("gstat krige.cv", paste("krige-cv", label, way, if (drift == "xy") "drift" else ""), c("krige-cv", "--points", "@P", words, near), files,
          list(prediction = p$var1.pred, variance = p$var1.var, residual = p$residual, rmse = sqrt(mean(p$residual^2, na.rm = TRUE))), near = list(scale = sqrt(v)))
      }
    }
    if (m[[3]] > 0) for (side in c(width / 40, width / 6)) {
      p <- krige(value ~ 1, s, g, gm, block = c(side, side), debug.level = 0)
      add("gstat krige", paste("krige", label, "block"), c("krige", "--points", "@P", "--targets", "@T", words, "--block", text(side)), files, list(prediction = p$var1.pred, variance = p$var1.var), 1e-6)
    }
  }
  gm <- vgm(v, "Sph", width / 3, 0.2 * v); words <- c("--model", "sph", "--nugget", text(0.2 * v), "--psill", text(v), "--range", text(width / 3))
  if (name != "few") {
    p <- krige(value ~ 1, s, g, gm, block = c(width / 30, width / 30), nmax = 10, debug.level = 0)
    add("gstat krige", "krige sph block nmax", c("krige", "--points", "@P", "--targets", "@T", words, "--block", text(width / 30), "--nmax", 10), files, list(prediction = p$var1.pred, variance = p$var1.var), 1e-6)
    p <- krige(value ~ x + y, s, g, gm, block = c(width / 30, width / 30), debug.level = 0)
    add("gstat krige", "krige sph block drift", c("krige", "--points", "@P", "--targets", "@T", words, "--block", text(width / 30), "--drift", "xy"), files, list(prediction = p$var1.pred, variance = p$var1.var), 1e-6)
  }
  for (power in c(0.5, 1, 2, 3.5)) for (way in names(ways)) {
    if (name == "few" && way != "all") next
    o <- ways[[way]]; near <- c(if (!is.null(o$nmax)) c("--nmax", o$nmax), if (!is.null(o$nmin)) c("--nmin", o$nmin), if (!is.null(o$maxdist)) c("--maxdist", text(o$maxdist)))
    p <- do.call(idw, c(list(value ~ 1, s, g, idp = power, debug.level = 0), o))
    add("gstat idw", paste("idw", way), c("idw", "--points", "@P", "--targets", "@T", "--idp", power, near), files, list(prediction = p$var1.pred), 1e-10)
    p <- suppressWarnings(do.call(krige.cv, c(list(value ~ 1, s, set = list(idp = power), verbose = FALSE, debug.level = 0), o)))
    add("gstat krige.cv", paste("idw-cv", way), c("idw-cv", "--points", "@P", "--idp", power, near), files, list(prediction = p$var1.pred, residual = p$residual, rmse = sqrt(mean(p$residual^2, na.rm = TRUE))), 1e-10, near = list(scale = sqrt(v)))
  }
  if (name == "few") next
  twice <- rbind(d, transform(d[1:5, ], value = value + 1))
  for (set in list(d, twice)) for (o in list(list(), list(cutoff = width / 2), list(cutoff = width / 2, width = width / 17), list(width = width / 50))) for (cressie in c(FALSE, TRUE)) {
    e <- do.call(variogram, c(list(value ~ 1, located(set), cressie = cressie), o))
    args <- c("variogram", "--points", "@P", if (!is.null(o$cutoff)) c("--cutoff", text(o$cutoff)), if (!is.null(o$width)) c("--width", text(o$width)), "--estimator", if (cressie) "cressie" else "classical")
    add("gstat variogram", "variogram", args, list(P = set), list(lags.np = e$np, lags.dist = e$dist, lags.gamma = e$gamma), 1e-10)
    if (nrow(set) > nrow(d)) next
    for (type in c("Sph", "Exp", "Gau", "Mat")) {
      kappa <- if (type == "Mat") 1.5 else 0.5
      best <- NULL
      for (r in width * c(0.03, 0.1, 0.3, 0.8)) for (share in c(0.1, 0.5)) {
        f <- tryCatch(suppressWarnings(fit.variogram(e, vgm(max(e$gamma) * (1 - share), type, r, max(e$gamma) * share, kappa = kappa), debug.level = 0)), error = function(e) NULL)
        if (is.null(f) || any(f$psill < 0) || any(f$range < 0)) next
        if (is.null(best) || attr(f, "SSErr") < attr(best, "SSErr")) best <- f
      }
      if (!is.null(best)) add("gstat fit.variogram", paste("fit", codes[[type]]), c(args, "--fit", codes[[type]], if (type == "Mat") c("--kappa", 1.5)), list(P = set),
        list(fits.sse = attr(best, "SSErr")), 1e-6, near = list(atMost = TRUE, nugget = best$psill[1], psill = best$psill[2], range = best$range[2]))
    }
  }
}

# --- spatial association -----------------------------------------------------------------------------------------
lists <- function(nb) lapply(nb, function(one) if (length(one) == 1 && one[1] == 0L) I(integer(0)) else I(as.integer(one) - 1L))
randomNb <- function(n, islands) {
  nb <- lapply(seq_len(n), function(i) if (i %in% islands) 0L else sort(sample(setdiff(seq_len(n), c(i, islands)), sample(1:9, 1))))
  structure(nb, class = "nb", region.id = as.character(seq_len(n)))
}
# a mean far above the spread is left out: spdep's variances then lose the digits that cancel
maps <- lapply(c(12, 40, 200), function(n) {
  xy <- cbind(runif(n), runif(n)) * 1000
  list(n = n, xy = xy, nbs = list(knn = knn2nb(knearneigh(xy, min(8, n %/% 3))), symmetric = make.sym.nb(knn2nb(knearneigh(xy, 4))),
    band = dnearneigh(xy, 0, 1000 / sqrt(n) * 0.9), random = randomNb(n, c(3, 7))))
})
for (map in maps) for (way in names(map$nbs)) {
  nb <- map$nbs[[way]]; n <- map$n
  if (sum(card(nb) > 0) < 5) next
  values <- list(normal = round(field(map$xy[, 1], map$xy[, 2], 1000) + rnorm(n), 6), skewed = round(rlnorm(n, 1, 1.2), 4), ties = sample(c(0, 0, 0, 1, 2, 5), n, TRUE) + 0, large = round(1000 + 50 * rnorm(n), 3), small = round(-1e-6 * rexp(n), 12))
  for (kind in names(values)) for (style in c("W", "B")) {
    x <- values[[kind]]; w <- nb2listw(nb, style = style, zero.policy = TRUE)
    if (var(x) == 0) next
    files <- list(V = data.frame(value = x), N = lists(nb)); common <- c("--values", "@V", "--neighbours", "@N", "--style", style)
    five <- function(h, e = h$estimate, z = unname(h$statistic)) list(statistic = e[[1]], expectation = e[[2]], variance = e[[3]], z = z, p = h$p.value)
    add("spdep moran.test", "moran", c("moran", common), files, five(moran.test(x, w, zero.policy = TRUE, alternative = "two.sided")), near = list(scale = 1e-3))
    add("spdep moran.test", "moran normality", c("moran", common, "--assumption", "normality"), files, five(moran.test(x, w, zero.policy = TRUE, alternative = "two.sided", randomisation = FALSE)), near = list(scale = 1e-3))
    add("spdep moran.test", "moran greater", c("moran", common, "--alternative", "greater"), files, five(moran.test(x, w, zero.policy = TRUE, alternative = "greater")), near = list(scale = 1e-3))
    geary <- suppressWarnings(geary.test(x, w, zero.policy = TRUE, alternative = "two.sided"))
    if (is.finite(geary$statistic)) add("spdep geary.test", "geary", c("geary", common), files, five(geary))
    geary <- suppressWarnings(geary.test(x, w, zero.policy = TRUE, alternative = "greater", randomisation = FALSE))
    add("spdep geary.test", "geary normality, greater", c("geary", common, "--assumption", "normality", "--alternative", "greater"), files, five(geary))
    if (all(x >= 0)) {
      g <- suppressWarnings(globalG.test(x, w, zero.policy = TRUE, alternative = "two.sided"))
      # where one linked value is above 0 there is no product, and spdep answers with an expectation alone
      if (is.finite(g$statistic)) add("spdep globalG.test", "global-g", c("global-g", common), files, list(statistic = g$estimate[[1]], expectation = g$estimate[[2]], variance = g$estimate[[3]], z = c(g$statistic), p = c(g$p.value)))
    }
    for (moments in c("conditional", "total")) {
      l <- localmoran(x, w, zero.policy = TRUE, conditional = moments == "conditional", alternative = "two.sided")
      # spdep writes 0 at a site without neighbours; here nothing is said of it
      island <- card(nb) == 0
      hide <- function(v) { v[island] <- NA; unname(v) }
      p <- hide(l[, 5]); q <- p; q[!island] <- p.adjust(p[!island], "BH")
      expect <- list(statistic = hide(l[, 1]), expectation = hide(l[, 2]), variance = hide(l[, 3]), z = hide(l[, 4]), p = p, q = q)
      if (moments == "conditional") expect$quadrant <- ifelse(island, NA, as.character(attr(l, "quadr")$mean))
      add("spdep localmoran", paste("lisa", moments), c("lisa", common, "--moments", moments), files, expect)
    }
    for (star in c(FALSE, TRUE)) {
      here <- if (star) nb2listw(include.self(nb), style = style) else w
      l <- localG(x, here, zero.policy = TRUE, return_internals = TRUE); i <- attr(l, "internals")
      island <- card(nb) == 0 & !star
      hide <- function(v) { v[island | !is.finite(v)] <- NA; unname(v) }
      p <- hide(2 * pnorm(-abs(c(l)))); q <- p; q[!is.na(p)] <- p.adjust(p[!is.na(p)], "BH")
      add("spdep localG", if (star) "gi star" else "gi", c("gi", common, if (star) "--star"), files, list(statistic = hide(i[, 1]), expectation = hide(i[, 2]), variance = hide(i[, 3]), z = hide(c(l)), p = p, q = q))
    }
  }
}

# --- series, limits, classes, ranks ------------------------------------------------------------------------------
kendallOf <- function(t, x) {
  s <- sum(sign(outer(x, x, "-"))[lower.tri(diag(length(x)))]); n <- length(x); k <- table(x)
  v <- (n * (n - 1) * (2 * n + 5) - sum(k * (k - 1) * (2 * k + 5))) / 18
  list(s = s, v = v)
}
senOf <- function(t, x, v) {
  d <- (outer(x, x, "-") / outer(t, t, "-")); d <- sort(d[lower.tri(d)]); c <- qnorm(0.975) * sqrt(v)
  list(slope = median(d), lower = d[round((length(d) - c) / 2)], upper = d[round((length(d) + c) / 2 + 1)], intercept = median(x - median(d) * t))
}
for (n in c(8, 9, 10, 12, 17, 25, 40, 81, 200)) for (kind in c("plain", "ties", "uneven", "negative")) {
  t <- if (kind == "uneven") sort(sample(seq_len(4 * n), n)) else seq_len(n)
  x <- 0.03 * t + rnorm(n); x <- if (kind == "ties") round(x) else round(x, 5); if (kind == "negative") x <- x - 100
  k <- kendallOf(t, x); s <- senOf(t, x, k$v)
  h <- suppressWarnings(cor.test(t, x, method = "kendall", exact = FALSE))
  h2 <- suppressWarnings(cor.test(t, x, method = "kendall", exact = FALSE, continuity = TRUE))
  add("R cor.test, outer", "trend", c("trend", "--values", "@V"), list(V = data.frame(t = t, value = x)),
    list(S = k$s, varS = k$v, tau = h$estimate, z = (k$s - sign(k$s)) / sqrt(k$v), zPlain = (k$s) / sqrt(k$v), p = 2 * pnorm(-abs(k$s - sign(k$s)) / sqrt(k$v)), slope = s$slope, lower = s$lower, upper = s$upper, intercept = s$intercept), near = list(scale = 1))
}
for (cycles in c(9, 12, 30)) for (seasons in c(4, 12)) for (digits in c(0, 4)) {
  n <- cycles * seasons; x <- round(0.05 * seq_len(n) / seasons + 3 * sin(2 * pi * seq_len(n) / seasons) + rnorm(n), digits); m <- matrix(x, nrow = seasons)
  ks <- lapply(seq_len(seasons), function(i) kendallOf(seq_len(cycles), m[i, ])); S <- sum(sapply(ks, `[[`, "s")); V <- sum(sapply(ks, `[[`, "v"))
  slopes <- unlist(lapply(seq_len(seasons), function(i) { d <- outer(m[i, ], m[i, ], "-") / outer(seq_len(cycles), seq_len(cycles), "-"); d[lower.tri(d)] }))
  add("R, by season", "trend seasons", c("trend", "--values", "@V", "--seasons", seasons), list(V = data.frame(t = seq_len(n), value = x)),
    list(S = S, varS = V, z = (S - sign(S)) / sqrt(V), p = 2 * pnorm(-abs(S - sign(S)) / sqrt(V)), slope = median(slopes)), near = list(scale = 1))
}
source("ros.R")
for (set in list(c(12, 1, 1), c(20, 3, 1), c(35, 2, 1), c(60, 4, 2), c(80, 1, 2), c(15, 2, 1), c(150, 5, 1), c(60, 1, 3), c(9, 3, 1))) {
  x <- round(rlnorm(set[1], 1, 0.9), 2); limit <- sample(c(1, 2, 0.5, 3, 4)[1:set[2]] * set[3], set[1], TRUE); cen <- x < limit; x[cen] <- limit[cen]
  if (sum(!cen) < 3 || sum(cen) == 0 || mean(cen) > 0.8) next
  M <- max(x) + 1; km <- summary(survfit(Surv(M - x, !cen) ~ 1), rmean = max(M - x))$table
  ctl <- survreg.control(rel.tolerance = 1e-13, maxiter = 200)
  ln <- survreg(Surv(x, !cen, type = "left") ~ 1, dist = "lognormal", control = ctl); no <- survreg(Surv(x, !cen, type = "left") ~ 1, dist = "gaussian", control = ctl)
  ro <- rosOf(x, cen); m <- coef(ln)[[1]]; s <- ln$scale
  add("survival; ROS after Helsel-Cohn", "censored", c("censored", "--values", "@V"), list(V = data.frame(value = x, censored = as.integer(cen))),
    list(ros.mean = ro$mean, ros.sd = ro$sd, ros.median = ro$median, kaplanMeier.mean = M - km[["rmean"]], kaplanMeier.se = km[["se(rmean)"]],
      mleLognormal.meanlog = m, mleLognormal.sdlog = s, mleLognormal.mean = exp(m + s^2 / 2), mleLognormal.sd = exp(m + s^2 / 2) * sqrt(exp(s^2) - 1), mleLognormal.median = exp(m),
      mleLognormal.logLik = ln$loglik[1], mleNormal.mean = coef(no)[[1]], mleNormal.sd = no$scale, mleNormal.logLik = no$loglik[1]))
}
for (n in c(20, 65, 200)) for (k in c(2, 3, 5, 7)) for (x in list(round(rlnorm(n), 3), round(rnorm(n, -5), 1), sample(1:12, n, TRUE))) {
  if (length(unique(x)) <= k) next
  ci <- suppressWarnings(classIntervals(x, k, style = "fisher")); b <- ci$brks
  cl <- findInterval(x, b, rightmost.closed = TRUE); ss <- sum(tapply(x, cl, function(v) sum((v - mean(v))^2)))
  add("classInt fisher", "breaks", c("breaks", "--values", "@V", "--k", k), list(V = data.frame(value = x)), c(list(gvf = 1 - ss / sum((x - mean(x))^2)), if (!anyDuplicated(x)) list(counts = as.vector(table(cl)))))
}
for (n in c(6, 13, 40, 155, 500)) for (digits in c(0, 1, 6)) {
  x <- round(rnorm(n, sd = 3), digits); y <- round(0.4 * x + rnorm(n, sd = 3), digits)
  rho <- suppressWarnings(cor.test(x, y, method = "spearman", exact = FALSE)); tau <- suppressWarnings(cor.test(x, y, method = "kendall", exact = FALSE))
  o <- order(x); d <- outer(y[o], y[o], "-") / outer(x[o], x[o], "-"); d <- d[lower.tri(d)]; d <- d[is.finite(d)]
  add("R cor.test", "rank", c("rank", "--values", "@V"), list(V = data.frame(x = x, y = y)), list(spearman = rho$estimate, spearmanP = rho$p.value, kendall = tau$estimate, kendallZ = tau$statistic, kendallP = tau$p.value,
    theilSen.slope = median(d), theilSen.intercept = median(y - median(d) * x)), near = list(scale = 1))
}
algorithmA <- function(x, c1, c2) {
  m <- median(x); s <- c1 * median(abs(x - m))
  for (i in 1:100000) { w <- pmin(pmax(x, m - 1.5 * s), m + 1.5 * s); m2 <- mean(w); s2 <- c2 * sd(w); if (m2 == m && s2 == s) break; if (abs(m2 - m) + abs(s2 - s) < 1e-15 * (abs(m) + s)) break; m <- m2; s <- s2 }
  c(m2, s2)
}
beta <- pchisq(1.5^2, 3) + 1.5^2 * (1 - pchisq(1.5^2, 1))
for (n in c(4, 5, 8, 9, 12, 21, 50, 101)) for (kind in 1:3) {
  x <- if (kind == 1) round(rnorm(n, 20, 2), 3) else if (kind == 2) round(rt(n, 2) * 5 - 3, 2) else c(round(rnorm(n - 1, 5), 3), 80)
  a <- algorithmA(x, 1.483, 1.134); e <- algorithmA(x, 1.4826, 1 / sqrt(beta))
  add("robustbase, base R", "robust", c("robust", "--values", "@V"), list(V = data.frame(value = x)), list(algorithmA.mean = a[1], algorithmA.sd = a[2], algorithmA.exact.mean = e[1], algorithmA.exact.sd = e[2], mad = mad(x), nIqr = 0.7413 * diff(quantile(x, c(.25, .75), names = FALSE)), sn = Sn(x)))
  # robustbase truncates differences to single precision inside its Qn
  add("robustbase", "robust qn", c("robust", "--values", "@V"), list(V = data.frame(value = x)), list(qn = Qn(x)), 2e-7)
}
for (n in c(1, 5, 30)) {
  C <- data.frame(a = round(rlnorm(n, 2), 3), b = round(rlnorm(n, 3), 3), c = round(rlnorm(n, 1), 3)); S <- c(a = 5, b = 12.5, c = 2); W <- c(a = 0.5, b = 0.3, c = 0.2)
  P <- sweep(as.matrix(C), 2, S, "/")
  add("R", "indices", c("indices", "--values", "@V", "--reference", "@R", "--weights", "@W"), list(V = C, R = as.data.frame(t(S)), W = as.data.frame(t(W))),
    list(singleFactor = as.vector(t(P)), nemerow = unname(sqrt((rowMeans(P)^2 + apply(P, 1, max)^2) / 2)), nemerowWeighted = unname(sqrt(((P %*% W)^2 + apply(P, 1, max)^2) / 2)[, 1]), igeo = as.vector(t(log2(P / 1.5)))), near = list(scale = 1))
}
versions <- paste0("R ", getRversion(), ", ", paste(sapply(c("gstat", "spdep", "survival", "robustbase", "classInt"), function(p) paste(p, packageVersion(p))), collapse = ", "))
write_json(list(versions = unbox(versions), cases = lapply(cases, function(one) within(one, { peer <- unbox(peer); quantity <- unbox(quantity); tolerance <- unbox(tolerance); near <- lapply(near, unbox) }))), file.path(argv[2], "cases.json"), digits = NA, na = "null", dataframe = "columns")
