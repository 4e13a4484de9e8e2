namespace WxYarpGateway.Import.Configuration;

/// <summary>A value that was found in a source, and the notes on it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Notes">The notes; they become comments beside the imported value.</param>
internal sealed record Found<T>(T Value, IReadOnlyList<string> Notes)
{
    /// <summary>Adds a note.</summary>
    public Found<T> Noting(string note) => this with { Notes = [.. Notes, note] };

    /// <summary>Replaces the value and adds a note that says why.</summary>
    public Found<T> Becoming(T value, string note) => new(value, [.. Notes, note]);

    // The value may be an AppSecret.
    public override string ToString() => "***";
}
