using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Health.Reports;

/// <summary>One error of the configuration, or one warning; never with a secret's value.</summary>
/// <param name="File">The file, or what else supplied the key.</param>
/// <param name="Path">The key; empty when the file as a whole is at error.</param>
/// <param name="Sentence">What is wrong, and how to fix it.</param>
internal sealed record ErrorHealth(string File, string Path, string Sentence)
{
    public static ErrorHealth Of(ConfigurationError error)
        => new(error.Source, error.Path, $"{error.Problem}. {error.Fix}{(error.Fix.EndsWith('?') ? "" : ".")}");
}
