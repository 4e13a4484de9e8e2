using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Health;

/// <summary>One fault of the configuration, or one warning; never with a secret's value.</summary>
/// <param name="File">The file, or what else supplied the key.</param>
/// <param name="Path">The key; empty when the file as a whole is at fault.</param>
/// <param name="Sentence">What is wrong, and how to mend it.</param>
internal sealed record FaultHealth(string File, string Path, string Sentence)
{
    public static FaultHealth Of(ConfigurationFault fault) => new(fault.Source, fault.Path, $"{fault.Problem}. {fault.Mend}{(fault.Mend.EndsWith('?') ? "" : ".")}");
}
