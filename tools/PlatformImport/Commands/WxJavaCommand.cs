using System.CommandLine;
using StackExchange.Redis;
using WxYarpGateway.PlatformImport.Found;
using WxYarpGateway.PlatformImport.WxJava;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.PlatformImport.Commands;

/// <summary>The command <c>wxjava</c>.</summary>
internal sealed class WxJavaCommand(CommonOptions common)
{
    private readonly Option<string> _redis = new("--redis")
    {
        Description = "WxJava's Redis, such as \"10.0.0.6:6379,defaultDatabase=0\".",
        Required = true,
    };

    /// <summary>Returns the command.</summary>
    public Command Create()
    {
        var command = new Command("wxjava", "Reads WxJava's storage of a third-party platform from Redis.") { _redis };
        common.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (OptionsOf(parsed.GetValue(_redis)!) is not { } options)
        {
            // The text may have a password in it.
            await error.WriteLineAsync("--redis is no connection string. Write it as \"10.0.0.6:6379\".");
            return ImportCommands.Failed;
        }

        var leftOut = new LeftOut();
        try
        {
            var finds = await WxJavaSource.ReadAsync(options, leftOut, TimeProvider.System.GetUtcNow(), cancellationToken);
            var appId = common.AppIdOf(parsed) is { Length: > 0 } given ? given : finds.Components is [var only] ? only : "";
            if (!AppId.TryParse(appId, out _))
            {
                await error.WriteLineAsync(finds.Components.Count == 0
                    ? "Redis has no keys of WxJava's for a third-party platform. Is it another database of this Redis?"
                    : $"Redis has several platforms: {string.Join(", ", finds.Components)}. Give one with --appid.");
                return ImportCommands.Failed;
            }

            await common.OutputOf(parsed).WriteAsync(
                finds.Of(appId), AsyncEnumerable.Empty<FoundRecord>(), leftOut, output, error, cancellationToken);
            return 0;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            await error.WriteLineAsync($"Redis did not answer as it should: {exception.Message}");
            return ImportCommands.Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"The result could not be written: {exception.Message}");
            return ImportCommands.Failed;
        }
    }

    private static ConfigurationOptions? OptionsOf(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text) is { EndPoints.Count: > 0 } options ? options : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
