package dev.larder.bench;

/**
 * What was measured of one contestant.
 *
 * @param coldMillis start of the process to its first answer, the median of several processes
 * @param warmP50Millis an invocation of a warm process, median
 * @param warmP99Millis the same, 99th percentile
 * @param invocationsPerSecond one after the other in one process
 * @param cpuSecondsPer1000 processor time of the process for 1,000 warm invocations
 * @param peakRssMib the most resident memory of that process
 * @param packageMib what would be uploaded, zipped
 */
record Measurement(
    double coldMillis,
    double warmP50Millis,
    double warmP99Millis,
    double invocationsPerSecond,
    double cpuSecondsPer1000,
    double peakRssMib,
    double packageMib) {}
