using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Overview.Answers;
using WxYarpGateway.Gateway.Overview.Problems;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Overview.Settings;

/// <summary>Tells which configuration is in force, and where each key of it comes from.</summary>
internal sealed class ConfigurationOverview(
    WeChatConfiguration configuration, ConfigurationState state, GatewaySettings gateway, MadeOfOptions<ApiKeys> apiKeys)
{
    /// <summary>Returns the answer; a key for some services sees what concerns these, and itself among the keys.</summary>
    public ConfigurationAnswer AnswerTo(ApiKey? key)
    {
        var limit = key is { IsLimited: true } ? key : null;
        var used = apiKeys.Current.All.ToDictionary(one => one.Name, one => one.Use.LastAt, StringComparer.OrdinalIgnoreCase);
        return new ConfigurationAnswer(
            state.Revision,
            state.AppliedAt,
            [.. configuration.Files.Select(file => new FileAnswer(file.Path, file.ReadAt))],
            [.. configuration.Settings.Where(setting => limit is null || IsOf(limit, setting.Path)).Select(SettingAnswer.Of)],
            Answers(state.Warnings, limit),
            Answers(state.LastErrors, limit),
            [
                .. gateway.Options.InternalApiKeys
                    .Where(one => limit is null || one.Key.Equals(limit.Name, StringComparison.OrdinalIgnoreCase))
                    .Select(one => new ApiKeyAnswer(
                        one.Key, one.Value.Scopes, one.Value.Services, used.GetValueOrDefault(one.Key))),
            ]);
    }

    private ProblemAnswer[] Answers(IReadOnlyList<ConfigurationError> errors, ApiKey? limit)
        => [.. errors.Where(error => limit is null || IsOf(limit, error.Path))
            .Select(error => ConfigurationProblems.Of(error, service: null).Answer)];

    private bool IsOf(ApiKey key, string path) => ConfigurationProblems.ServiceOf(configuration, path) is { } service && key.IsFor(service);
}
