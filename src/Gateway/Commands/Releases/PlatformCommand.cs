using System.CommandLine;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Commands.Releases;

/// <summary>The verbs below <c>platform</c>: they ask a running gateway, wherever it is.</summary>
internal static class PlatformCommand
{
    private const string Address = "http://127.0.0.1:7081";

    /// <summary>Returns the command.</summary>
    public static Command Create(GatewayEnvironment environment)
        => new("platform", "Commands for third-party platforms, by the internal API of a running gateway.") { Release(environment) };

    private static Command Release(GatewayEnvironment environment)
    {
        var file = new Argument<string?>("order") { Description = "A JSON file with the order.", Arity = ArgumentArity.ZeroOrOne };
        var id = new Option<string?>("--id") { Description = "Come back to a release that was filed before." };
        var platform = new Option<string?>("--platform")
        {
            Description = $"The platform's name. Default: {ReleaseSettings.PlatformVariable}.",
        };
        var url = new Option<string?>("--url")
        {
            Description = $"The gateway's internal address. Default: {ReleaseSettings.UrlVariable}, then {Address}.",
        };
        var keyFile = new Option<string?>("--api-key-file")
        {
            Description = $"A file with the API key. Default: the key in {ReleaseSettings.KeyVariable}.",
        };
        var key = new Option<string?>("--idempotency-key") { Description = "The same key files an order once, such as a build's number." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line: each change, and the result at last." };
        var detach = new Option<bool>("--no-wait") { Description = "File the order, print its id and exit." };
        var command = new Command("release", "Files an order to bring a version to many mini programs, and shows it to its end.")
        {
            file, id, platform, url, keyFile, key, json, detach,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var settings = new ReleaseSettings(
                parsed.GetValue(file),
                parsed.GetValue(id),
                parsed.GetValue(platform) ?? Environment.GetEnvironmentVariable(ReleaseSettings.PlatformVariable),
                parsed.GetValue(url) ?? Environment.GetEnvironmentVariable(ReleaseSettings.UrlVariable) ?? Address,
                parsed.GetValue(keyFile),
                Environment.GetEnvironmentVariable(ReleaseSettings.KeyVariable),
                parsed.GetValue(key),
                parsed.GetValue(json),
                parsed.GetValue(detach));
            return ReleaseCommand.RunAsync(settings, environment.WorkingFolder, parsed.InvocationConfiguration, cancellationToken);
        });
        return command;
    }
}
