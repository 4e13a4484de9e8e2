using System.CommandLine;
using System.CommandLine.Parsing;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>The verb <c>push</c>: pushes one message or event to any gateway and prints the opened reply.</summary>
internal sealed class PushCommand : Command
{
    private readonly Option<string[]> _urls = CheckedOptions.Urls(
        "--url",
        "The server URL to push to, such as http://127.0.0.1:7080/wx. May be repeated; deliveries go to each URL in turn.");
    private readonly Option<string> _token = new("--token") { Description = "The account's token, which signs the push.", Required = true };
    private readonly Option<string?> _aesKey = CheckedOptions.AesKey();
    private readonly Option<string?> _appId = new("--app-id") { Description = "The account's AppId; needed to encrypt." };
    private readonly Option<EncryptionMode?> _mode =
        new("--mode") { Description = "The encryption mode; the default is safe with a key, else plaintext." };
    private readonly Option<bool> _miniProgram =
        new("--mini-program") { Description = "The account is a mini program, which has few kinds of reply." };
    private readonly Option<bool> _json = new("--json") { Description = "Push JSON instead of XML." };
    private readonly Option<string?> _text = new("--text") { Description = "Push a text message." };
    private readonly Option<string?> _event = new("--event") { Description = "Push an event, such as subscribe." };
    private readonly Option<string?> _eventKey = new("--event-key") { Description = "The event's key." };
    private readonly Option<string?> _sample =
        new("--sample") { Description = "Push an event with sample fields, such as channels_ec_order_new; the verb events lists them." };
    private readonly Option<bool> _numbersAsText =
        new("--numbers-as-text") { Description = "Write the numbers of a sample as strings, as WeChat does now and then." };
    private readonly Option<string?> _image = new("--image") { Description = "Push an image message with this media id." };
    private readonly Option<FileInfo> _file = new("--file") { Description = "Push the XML or JSON of a file unchanged." };
    private readonly Option<string?> _from = new("--from") { Description = "The sender's openid." };
    private readonly Option<string?> _to = new("--to") { Description = "The account's original id, gh_…" };
    private readonly Option<bool> _verify = new("--verify") { Description = "Verify the URL first, as WeChat's console does." };
    private readonly Option<int> _deliveries = CheckedOptions.Count(
        "--deliveries",
        "The largest number of deliveries, including the first.",
        otherwise: new PushOptions().MaxDeliveries);
    private readonly Option<double> _timeout = CheckedOptions.Seconds("--timeout", "The timeout of each delivery.", otherwise: 5);

    public PushCommand()
        : base("push", "Pushes one message or event to a gateway and shows the opened reply.")
    {
        _urls.Required = true;
        _file.AcceptExistingOnly();
        Option[] options =
        [
            _urls, _token, _aesKey, _appId, _mode, _miniProgram, _json,
            _text, _event, _eventKey, _sample, _numbersAsText, _image, _file, _from, _to,
            _verify, _deliveries, _timeout,
        ];
        foreach (var option in options)
        {
            Options.Add(option);
        }

        Validators.Add(CheckTogether);
        SetAction(RunAsync);
    }

    private void CheckTogether(CommandResult result)
    {
        Option[] messages = [_text, _event, _sample, _image, _file];
        var given = messages.Count(option => result.GetResult(option) is not null);
        if (given > 1 || (given == 0 && result.GetResult(_verify) is null))
        {
            result.AddError("Name what to push: one of --text, --event, --sample, --image and --file, or only --verify.");
        }

        if (result.GetResult(_eventKey) is not null && result.GetResult(_event) is null)
        {
            result.AddError("--event-key needs --event.");
        }

        if (result.GetResult(_numbersAsText) is { Implicit: false } && result.GetResult(_sample) is null)
        {
            result.AddError("--numbers-as-text needs --sample.");
        }

        if (result.GetResult(_sample)?.Tokens is [var sample] && !EventCatalogue.Names.Contains(sample.Value))
        {
            result.AddError($"The event '{sample.Value}' has no sample fields. The verb events lists those that have.");
        }

        // Validators run before values are converted, so this reads the tokens.
        var isPlain = result.GetResult(_mode)?.Tokens is [var mode]
            ? mode.Value.Equals(nameof(EncryptionMode.Plaintext), StringComparison.OrdinalIgnoreCase)
            : result.GetResult(_aesKey) is null;
        if (!isPlain && (result.GetResult(_aesKey) is null || result.GetResult(_appId) is null))
        {
            result.AddError("Encrypted modes need --aes-key and --app-id.");
        }
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var report = new PushReport(arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
        var urls = arguments.GetRequiredValue(_urls).Select(url => new Uri(url)).ToList();
        var options = new PushOptions
        {
            UrlOfEachDelivery = urls,
            TakesUrlsInTurn = true,
            MaxDeliveries = arguments.GetValue(_deliveries),
            Timeout = TimeSpan.FromSeconds(arguments.GetValue(_timeout)),
        };
        var identity = options.IdentityOf(AccountOf(arguments));
        using var http = PushConnection.Create();

        if (arguments.GetValue(_verify))
        {
            var verification = await new UrlVerifier(http, TimeProvider.System).VerifyAsync(identity, urls[0], options, cancellationToken);
            report.Write(verification);
            if (!verification.IsExact)
            {
                return ExitCode.Failure;
            }
        }

        if (await MessageOfAsync(arguments, cancellationToken) is not { } message)
        {
            return ExitCode.Success;
        }

        var rendered = MessageWriter.Write(message, identity, TimeProvider.System.GetUtcNow());
        var result = await new PushSender(http, TimeProvider.System).SendAsync(identity, urls[0], rendered, options, cancellationToken);
        report.Write(result, identity);
        return result.IsAnswered ? ExitCode.Success : ExitCode.Failure;
    }

    private SimulatedAccount AccountOf(ParseResult arguments) => new()
    {
        AppId = arguments.GetValue(_appId) ?? "",
        Token = arguments.GetRequiredValue(_token),
        EncodingAesKey = arguments.GetValue(_aesKey),
        OriginalId = arguments.GetValue(_to) ?? "gh_simulated",
        Kind = arguments.GetValue(_miniProgram) ? AccountKind.MiniProgram : AccountKind.OfficialAccount,
        Format = arguments.GetValue(_json) ? DataFormat.Json : DataFormat.Xml,
        Encryption = ModeOf(arguments.GetValue(_mode), arguments.GetValue(_aesKey)),
    };

    private async Task<PushedMessage?> MessageOfAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var message = arguments.GetValue(_text) is { } text ? PushedMessage.Text(text)
            : arguments.GetValue(_event) is { } name ? PushedMessage.Event(name, arguments.GetValue(_eventKey))
            : arguments.GetValue(_sample) is { } sample ? SampleOf(sample, arguments.GetValue(_numbersAsText))
            : arguments.GetValue(_image) is { } mediaId ? PushedMessage.Image(mediaId)
            : arguments.GetValue(_file) is { } file ? PushedMessage.Raw(await File.ReadAllTextAsync(file.FullName, cancellationToken))
            : null;
        return arguments.GetValue(_from) is { } openId ? message?.From(openId) : message;
    }

    private static PushedMessage SampleOf(string name, bool numbersAsText) =>
        numbersAsText ? PushedMessage.Sample(name).WithNumbersAsText() : PushedMessage.Sample(name);

    private static EncryptionMode ModeOf(EncryptionMode? mode, string? aesKey) =>
        mode ?? (aesKey is null ? EncryptionMode.Plaintext : EncryptionMode.Safe);
}
