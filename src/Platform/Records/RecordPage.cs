namespace WxYarpGateway.Platform.Records;

/// <summary>A part of the answer to a question for records, the newest first.</summary>
/// <param name="Records">The records, without their bodies.</param>
/// <param name="Next">What the next question has as <see cref="RecordQuery.After"/>; <see langword="null"/> at the end.</param>
public sealed record RecordPage(IReadOnlyList<StoredRecord> Records, Guid? Next);
