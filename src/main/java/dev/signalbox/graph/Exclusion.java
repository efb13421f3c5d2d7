package dev.signalbox.graph;

/// Two tasks that may write the same path and that no edge orders: they never hold their claims at
/// the same time, in whichever order they come.
///
/// @param first the earlier in the file
/// @param second the later
/// @param firstGlob what the first declares, `**` where it declares nothing
/// @param secondGlob what the second declares
/// @param witness a path in both
public record Exclusion(
    String first, String second, String firstGlob, String secondGlob, String witness) {}
