# One R process that times the peer functions on the same files the bench uses.
# Reads commands from standard input, one per line: "folder PATH", "prepare ROW", "time ROW TIMES"; answers one line each,
# to the last with the milliseconds of one call on the clock and of processor time.
suppressWarnings(suppressMessages({
  hasGstat <- require(gstat, quietly = TRUE) && require(sp, quietly = TRUE)
  # without dbscan spdep compares every pair of sites: minutes for 100,000
  hasSpdep <- require(spdep, quietly = TRUE) && requireNamespace("dbscan", quietly = TRUE)
  hasTrend <- require(trend, quietly = TRUE)
}))
version <- function(p) tryCatch(as.character(packageVersion(p)), error = function(e) "not installed")
folder <- ""
cache <- new.env()
csv <- function(name) {
  if (is.null(cache[[name]])) cache[[name]] <- read.csv(file.path(folder, paste0(name, ".csv")))
  cache[[name]]
}
spatial <- function(name) {
  key <- paste0(name, ".sp")
  if (is.null(cache[[key]])) { d <- csv(name); coordinates(d) <- ~x + y; cache[[key]] <- d }
  cache[[key]]
}
meuse <- function() vgm(0.5906, "Sph", 897, 0.0507)
field <- function() vgm(1, "Sph", 300, 0.05)
neighbours <- function(name, k) {
  key <- paste0(name, ".nb")
  if (is.null(cache[[key]])) cache[[key]] <- nb2listw(knn2nb(knearneigh(as.matrix(csv(name)[, c("x", "y")]), k)), style = "W")
  cache[[key]]
}
star <- function(name, k) {
  key <- paste0(name, ".star")
  if (is.null(cache[[key]])) cache[[key]] <- nb2listw(include.self(knn2nb(knearneigh(as.matrix(csv(name)[, c("x", "y")]), k))), style = "B")
  cache[[key]]
}
rows <- list(
  krige = list(need = hasGstat, prepare = function() { spatial("meuse"); spatial("grid3103") },
    run = function() krige(value ~ 1, spatial("meuse"), spatial("grid3103"), meuse(), debug.level = 0)),
  local = list(need = hasGstat, prepare = function() { spatial("field5000"); spatial("targets100k") },
    run = function() krige(value ~ 1, spatial("field5000"), spatial("targets100k"), field(), nmax = 32, debug.level = 0)),
  loo = list(need = hasGstat, prepare = function() spatial("meuse"),
    run = function() krige.cv(value ~ 1, spatial("meuse"), meuse(), verbose = FALSE, debug.level = 0)),
  idw = list(need = hasGstat, prepare = function() { spatial("sites65"); spatial("grid10k") },
    run = function() idw(value ~ 1, spatial("sites65"), spatial("grid10k"), debug.level = 0)),
  variogram = list(need = hasGstat, prepare = function() spatial("field5000"),
    run = function() variogram(value ~ 1, spatial("field5000"))),
  knn = list(need = hasSpdep, prepare = function() csv("sites100k"),
    run = function() knearneigh(as.matrix(csv("sites100k")[, c("x", "y")]), 8)),
  gistar = list(need = hasSpdep, prepare = function() star("sites100k", 8),
    run = function() localG(csv("sites100k")$value, star("sites100k", 8))),
  lisa = list(need = hasSpdep, prepare = function() neighbours("sites100k", 8),
    run = function() localmoran(csv("sites100k")$value, neighbours("sites100k", 8))),
  lisaperm = list(need = hasSpdep, prepare = function() neighbours("sites10k", 8),
    run = function() localmoran_perm(csv("sites10k")$value, neighbours("sites10k", 8), nsim = 999)),
  trend = list(need = hasTrend, prepare = function() csv("quarters"),
    run = function() { x <- csv("quarters")$value; mk.test(x); sens.slope(x) }),
  trendbase = list(need = TRUE, prepare = function() csv("quarters"),
    run = function() {
      x <- csv("quarters")$value; t <- seq_along(x)
      suppressWarnings(cor.test(t, x, method = "kendall"))
      d <- outer(x, x, "-") / outer(t, t, "-"); median(d[lower.tri(d)])
    })
)
connection <- file("stdin", "r")
repeat {
  line <- readLines(connection, n = 1)
  if (length(line) == 0 || line == "quit") break
  words <- strsplit(line, " ")[[1]]
  answer <- tryCatch({
    if (words[1] == "folder") { folder <- words[2]; sprintf("R %s, gstat %s, spdep %s (with dbscan %s), trend %s", getRversion(), version("gstat"), version("spdep"), version("dbscan"), version("trend")) }
    else {
      row <- rows[[words[2]]]
      if (!row$need) "absent"
      else {
        if (words[1] == "prepare") { row$prepare(); "ready" }
        else {
          times <- as.integer(words[3])
          invisible(gc(FALSE))
          used <- proc.time()
          began <- Sys.time()
          for (i in seq_len(times)) row$run()
          wall <- as.numeric(difftime(Sys.time(), began, units = "secs"))
          sprintf("%.6f %.6f", wall * 1000 / times, sum((proc.time() - used)[1:2]) * 1000 / times)
        }
      }
    }
  }, error = function(e) paste("error", conditionMessage(e)))
  cat(gsub("\n", " ", answer), "\n", sep = "")
  flush(stdout())
}
