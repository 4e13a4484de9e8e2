namespace WxYarpGateway.Console.Gateways.Settings;

/// <summary>A backup of the database.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State"><c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Progress">How much of it is written, in percent.</param>
/// <param name="File">Its file; null before it is whole.</param>
/// <param name="Bytes">The size of what is written.</param>
/// <param name="StartedAt">When it was begun.</param>
/// <param name="Sentence">Why it failed.</param>
public sealed record Backup(string Id, string State, int Progress, string? File, long Bytes, DateTimeOffset StartedAt, string? Sentence)
{
    /// <summary>Gets a value indicating whether it is being made.</summary>
    public bool IsRunning => State == "running";

    /// <summary>Gets a value indicating whether it is whole.</summary>
    public bool IsDone => State == "done";
}
