namespace WxYarpGateway.Platform.Histories;

/// <summary>A part of a history, the newest first.</summary>
/// <typeparam name="T">What a change says.</typeparam>
/// <param name="Changes">The changes.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> at the end.</param>
public sealed record HistoryPage<T>(IReadOnlyList<T> Changes, long? Next);
