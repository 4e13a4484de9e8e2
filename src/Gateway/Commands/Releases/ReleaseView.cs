using System.Text.Json;

namespace WxYarpGateway.Gateway.Commands.Releases;

/// <summary>A release, as the gateway shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Its state.</param>
/// <param name="Why">What holds it up; empty for nothing.</param>
/// <param name="Total">The number of its mini programs.</param>
/// <param name="Counts">The number in each state, in the order of the states.</param>
internal sealed record ReleaseView(string Name, string State, string Why, int Total, IReadOnlyList<KeyValuePair<string, int>> Counts)
{
    private static readonly string[] Ends = ["Released", "Done", "Failed", "Rejected", "Skipped", "Cancelled"];
    private static readonly string[] Good = ["Released", "Done", "Approved"];

    /// <summary>Gets a value indicating whether nothing more happens unless somebody does something.</summary>
    public bool IsAtRest => State is "Ended" or "Cancelled" or "Paused";

    /// <summary>Gets a value indicating whether all mini programs are where the order wants them.</summary>
    public bool IsDone => State == "Ended" && Counts.All(count => Good.Contains(count.Key));

    /// <summary>Gets how many mini programs are at an end.</summary>
    public int Ended => State == "Ended" ? Total : Counts.Where(count => Ends.Contains(count.Key)).Sum(count => count.Value);

    /// <summary>Returns its state.</summary>
    public override string ToString() => State;

    /// <summary>Reads it.</summary>
    public static ReleaseView Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new ReleaseView(
            root.GetProperty("name").GetString()!,
            root.GetProperty("state").GetString()!,
            root.TryGetProperty("why", out var why) ? why.GetString()! : "",
            root.GetProperty("total").GetInt32(),
            [.. root.GetProperty("counts").EnumerateObject()
                .Select(count => KeyValuePair.Create(count.Name, count.Value.GetInt32()))]);
    }
}
