namespace WxYarpGateway.Console.Gateways.Releases;

/// <summary>A mini program of a release.</summary>
public sealed record ReleaseItem
{
    /// <summary>Gets the AppId.</summary>
    public string Appid { get; init; } = "";

    /// <summary>Gets its state, such as <c>Auditing</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>Gets WeChat's errcode; null when there was no error.</summary>
    public int? Errcode { get; init; }

    /// <summary>Gets what failed; null when nothing did.</summary>
    public string? Sentence { get; init; }

    /// <summary>Gets why it was rejected; null when it was not.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets why it was skipped; null when it was not.</summary>
    public string? Why { get; init; }

    /// <summary>Gets what ends the error; null when nobody knows.</summary>
    public string? Cure { get; init; }

    /// <summary>Gets when it goes on; null when it does not wait.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Gets how often the step was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets when it changed last.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Gets what there is to say of it.</summary>
    public string? Said => Sentence ?? Reason ?? Why;
}
