using System.Globalization;

namespace WxYarpGateway.Gateway.Overview.Problems;

/// <summary>A kind of problem. Programs know it by its name, whatever its sentence says; the console has it in other languages.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sentence">What is wrong, with blanks for the values.</param>
/// <param name="Fix">What ends it, with blanks for the values.</param>
/// <param name="Values">How many values there are.</param>
internal sealed record ProblemKind(string Name, string Sentence, string Fix, int Values)
{
    /// <summary>Gets what ends it when its last value is empty: the path of an endpoint that is not there.</summary>
    public string? FixWithout { get; init; }

    /// <summary>Returns a problem of this kind.</summary>
    /// <param name="service">The service that it concerns; <see langword="null"/> for the gateway as a whole.</param>
    /// <param name="where">What it concerns: a key of the configuration, or a name.</param>
    /// <param name="values">The values, never with a secret.</param>
    public Problem At(string? service, string where, params string[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Values);
        var fix = FixWithout is { } without && values[^1].Length == 0 ? without : Fix;
        return new Problem(service, where, Filled(Sentence, values), Filled(fix, values)) { Kind = Name, Values = values };
    }

    private static string Filled(string text, string[] values) => string.Format(CultureInfo.InvariantCulture, text, [.. values]);
}
