using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.ReleaseChecks;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>The verb <c>release-check</c>: tests a platform as WeChat does before its release, step by step.</summary>
internal sealed class ReleaseCheckCommand : Command
{
    private const string DefaultUrls = "http://127.0.0.1:7090";

    private readonly Option<string?> _url = CheckedOptions.Url(
        "--url",
        "The message URL with $APPID$, such as 'http://127.0.0.1:7080/wx/saas/$APPID$/message'.");
    private readonly Option<string?> _eventUrl = CheckedOptions.Url(
        "--event-url",
        "The event URL; by default the message URL up to $APPID$, and 'event'.");
    private readonly Option<string?> _appId = new("--app-id") { Description = "The platform's AppId." };
    private readonly Option<string?> _appSecret = new("--app-secret") { Description = "Its AppSecret." };
    private readonly Option<string?> _token = new("--token") { Description = "Its token, which signs pushes." };
    private readonly Option<string?> _aesKey = CheckedOptions.AesKey();
    private readonly Option<FileInfo> _config =
        new("--config") { Description = "A simulator.json file, whose first platform is tested." };
    private readonly Option<string?> _urls = CheckedOptions.Url(
        "--urls",
        $"Where to serve the WeChat API for the platform; {DefaultUrls} unless the configuration says otherwise.");
    private readonly Option<double> _timeout =
        CheckedOptions.Seconds("--timeout", "How long to wait for a reply by the API.", otherwise: 10);

    public ReleaseCheckCommand()
        : base("release-check", "Tests a third-party platform as WeChat does before its release (全网发布接入检测).")
    {
        _config.AcceptExistingOnly();
        foreach (var option in new Option[] { _url, _eventUrl, _appId, _appSecret, _token, _aesKey, _config, _urls, _timeout })
        {
            Options.Add(option);
        }

        Validators.Add(CheckTogether);
        SetAction(RunAsync);
    }

    private void CheckTogether(CommandResult result)
    {
        Option[] ofPlatform = [_url, _appId, _appSecret, _token, _aesKey];
        var missing = ofPlatform.Where(option => result.GetResult(option) is null).Select(option => option.Name).ToList();
        if (result.GetResult(_config) is null && missing.Count > 0)
        {
            result.AddError($"Without --config these are missing: {string.Join(", ", missing)}.");
        }

        if (result.GetResult(_url)?.Tokens is [var url] && !url.Value.Contains(SimulatedPlatform.AppIdMark, StringComparison.Ordinal))
        {
            result.AddError($"--url needs {SimulatedPlatform.AppIdMark}; in a shell, put the URL between single quotes.");
        }
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (output, error) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
        try
        {
            var settings = arguments.GetValue(_config) is { } file
                ? await ServeSettings.ReadAsync(file, cancellationToken)
                : new ServeSettings();
            var platform = PlatformOf(arguments, settings);
            if (platform is null)
            {
                await error.WriteLineAsync("The file has no platform.");
                return ExitCode.WrongArguments;
            }

            var checkedSettings = settings with { Platforms = [platform] };
            if (checkedSettings.FindError() is { } settingsError)
            {
                await error.WriteLineAsync(settingsError);
                return ExitCode.WrongArguments;
            }

            var options = new SimulatorOptions { Urls = arguments.GetValue(_urls) ?? settings.Urls ?? DefaultUrls };
            return await CheckAsync(platform, options, TimeSpan.FromSeconds(arguments.GetValue(_timeout)), output, cancellationToken);
        }
        catch (JsonException exception)
        {
            await error.WriteLineAsync($"{arguments.GetValue(_config)!.Name}: {exception.Message}");
            return ExitCode.WrongArguments;
        }
        catch (IOException exception)
        {
            await error.WriteLineAsync(
                $"{exception.Message} Choose another address with --urls, or POST /simulator/release-check to the simulator that runs there.");
            return ExitCode.Failure;
        }
    }

    private static async Task<int> CheckAsync(
        SimulatedPlatform platform,
        SimulatorOptions options,
        TimeSpan timeout,
        TextWriter output,
        CancellationToken cancellationToken)
    {
        await using var simulator = await WeChatSimulator.StartAsync(options, cancellationToken);
        platform.Switches.PushesTickets = false;
        platform.Authorizers = [];
        simulator.AddPlatform(platform);
        var steps = await simulator.CheckReleaseAsync(platform.AppId, timeout, cancellationToken);
        await output.WriteLineAsync(new ReleaseReport(platform, steps).ToString());
        return steps.Any(step => step.Verdict == StepVerdict.Failed) ? ExitCode.Failure : ExitCode.Success;
    }

    private SimulatedPlatform? PlatformOf(ParseResult arguments, ServeSettings settings)
    {
        var platform = arguments.GetValue(_config) is null
            ? new SimulatedPlatform { AppId = arguments.GetValue(_appId)! }
            : settings.Platforms.FirstOrDefault(known => arguments.GetValue(_appId) is not { } wanted || known.AppId == wanted);
        if (platform is null)
        {
            return null;
        }

        platform.AppSecret = arguments.GetValue(_appSecret) ?? platform.AppSecret;
        platform.Token = arguments.GetValue(_token) ?? platform.Token;
        platform.EncodingAesKey = arguments.GetValue(_aesKey) ?? platform.EncodingAesKey;
        if (arguments.GetValue(_url) is { } url)
        {
            platform.MessageUrl = new Uri(url);
            platform.EventUrl = new Uri($"{url[..url.IndexOf(SimulatedPlatform.AppIdMark, StringComparison.Ordinal)]}event");
        }

        platform.EventUrl = arguments.GetValue(_eventUrl) is { } events ? new Uri(events) : platform.EventUrl;
        return platform;
    }
}
