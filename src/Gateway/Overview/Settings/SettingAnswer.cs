using System.Text.Json.Serialization;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Overview.Settings;

/// <summary>A key in force: with its value, or with what may be told of a secret.</summary>
/// <param name="Key">The full key.</param>
/// <param name="Value">The value; absent for a secret.</param>
/// <param name="Secret">What may be told of a secret; absent for every other value.</param>
/// <param name="Source">What supplied it.</param>
/// <param name="Own">Whether it is this replica's own, so that others behave alike with another value; absent when it is not.</param>
internal sealed record SettingAnswer(
    string Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SecretAnswer? Secret,
    string Source,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Own)
{
    /// <summary>Returns the key and its source, but not the value.</summary>
    public override string ToString() => $"{Key} ({Source})";

    /// <summary>Returns what is told of a setting.</summary>
    public static SettingAnswer Of(SettingInForce setting) => setting.IsSecret
        ? new SettingAnswer(setting.Path, null, new SecretAnswer(setting.IsSet, setting.Ending), setting.Source, setting.IsOfReplica)
        : new SettingAnswer(setting.Path, setting.Value, null, setting.Source, setting.IsOfReplica);
}
