using System.CommandLine;
using System.Text.Json;
using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>The verb <c>serve</c>: serves the WeChat API until it is interrupted.</summary>
internal sealed class ServeCommand : Command
{
    private const string DefaultUrls = "http://127.0.0.1:7090";

    private readonly Option<string?> _urls = CheckedOptions.Url(
        "--urls",
        $"Where to listen; {DefaultUrls} unless the configuration says otherwise.");
    private readonly Option<FileInfo> _config =
        new("--config") { Description = "A simulator.json file with accounts, their users, and platforms." };
    private readonly Option<string?> _appId = new("--app-id") { Description = "The AppId of an account to add." };
    private readonly Option<string?> _appSecret = new("--app-secret") { Description = "Its AppSecret." };
    private readonly Option<string?> _token = new("--token") { Description = "Its token." };
    private readonly Option<string?> _aesKey = CheckedOptions.AesKey();
    private readonly Option<string?> _gatewayUrl = CheckedOptions.Url("--gateway-url", "Its server URL, to which messages are pushed.");
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Do not print calls and pushes." };
    private readonly Option<bool> _miniProgram =
        new("--mini-program") { Description = "It is a mini program, which has few kinds of reply." };
    private readonly Option<bool> _json = new("--json") { Description = "It pushes JSON instead of XML." };

    public ServeCommand()
        : base("serve", "Serves the WeChat API and its authorize page, and pushes messages on request.")
    {
        _config.AcceptExistingOnly();
        Option[] ofAccount = [_appSecret, _token, _aesKey, _gatewayUrl, _miniProgram, _json];
        foreach (var option in ofAccount.Prepend(_appId).Prepend(_config).Prepend(_urls).Append(_quiet))
        {
            Options.Add(option);
        }

        Validators.Add(result =>
        {
            if (result.GetResult(_appId) is null && ofAccount.Any(option => result.GetResult(option) is not null))
            {
                result.AddError("The options of an account need --app-id.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (output, error) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
        try
        {
            var settings = await SettingsOfAsync(arguments, cancellationToken);
            if (settings.FindError() is { } settingsError)
            {
                await error.WriteLineAsync(settingsError);
                return ExitCode.WrongArguments;
            }

            var urls = arguments.GetValue(_urls) ?? settings.Urls ?? DefaultUrls;
            await ServeAsync(settings, urls, TextWriter.Synchronized(output), arguments.GetValue(_quiet), cancellationToken);
            return ExitCode.Success;
        }
        catch (JsonException exception)
        {
            await error.WriteLineAsync($"{arguments.GetValue(_config)!.Name}: {exception.Message}");
            return ExitCode.WrongArguments;
        }
        catch (UnauthorizedAccessException exception)
        {
            await error.WriteLineAsync($"--config must be a file that can be read: {exception.Message}");
            return ExitCode.WrongArguments;
        }
        catch (IOException exception)
        {
            await error.WriteLineAsync($"{exception.Message} Choose another address with --urls.");
            return ExitCode.Failure;
        }
    }

    private static async Task ServeAsync(
        ServeSettings settings,
        string urls,
        TextWriter output,
        bool isQuiet,
        CancellationToken cancellationToken)
    {
        var options = new SimulatorOptions
        {
            Urls = urls,
            HasControlApi = true,
            Journal = isQuiet ? null : line => output.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss}  {line}"),
            LogLevel = LogLevel.Warning,
        };
        await using var simulator = await WeChatSimulator.StartAsync(options, cancellationToken);
        foreach (var account in settings.Accounts)
        {
            simulator.AddAccount(account);
        }

        foreach (var (appId, users) in settings.Users)
        {
            foreach (var user in users)
            {
                simulator.AddUser(appId, user);
            }
        }

        foreach (var platform in settings.Platforms)
        {
            simulator.AddPlatform(platform);
        }

        await output.WriteLineAsync(new WelcomeText(simulator.Address, settings.Accounts, settings.Platforms).ToString());
        var interrupted = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(interrupted.SetResult);
        await interrupted.Task;
    }

    private async Task<ServeSettings> SettingsOfAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var settings = arguments.GetValue(_config) is { } file
            ? await ServeSettings.ReadAsync(file, cancellationToken)
            : new ServeSettings();
        if (arguments.GetValue(_appId) is { } appId)
        {
            settings = settings with { Accounts = [.. settings.Accounts, AccountOf(appId, arguments)] };
        }

        return settings.Accounts.Count > 0 ? settings : settings with { Accounts = [DemoAccount.Create()] };
    }

    private SimulatedAccount AccountOf(string appId, ParseResult arguments) => new()
    {
        AppId = appId,
        AppSecret = arguments.GetValue(_appSecret) ?? "",
        Token = arguments.GetValue(_token) ?? "",
        EncodingAesKey = arguments.GetValue(_aesKey),
        Encryption = arguments.GetValue(_aesKey) is null ? EncryptionMode.Plaintext : EncryptionMode.Safe,
        Kind = arguments.GetValue(_miniProgram) ? AccountKind.MiniProgram : AccountKind.OfficialAccount,
        Format = arguments.GetValue(_json) ? DataFormat.Json : DataFormat.Xml,
        GatewayUrl = arguments.GetValue(_gatewayUrl) is { } url ? new Uri(url) : null,
    };
}
