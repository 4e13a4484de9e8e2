using System.CommandLine;
using System.CommandLine.Parsing;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>Is the verb <c>push</c>: one message or event to any gateway, and the answer laid open.</summary>
internal sealed class PushCommand : Command
{
    private readonly Option<string[]> _urls = CheckedOptions.Urls(
        "--url",
        "The server URL to push to, such as http://127.0.0.1:7080/wx; given several times, deliveries go to each in turn.");
    private readonly Option<string> _token = new("--token") { Description = "The account's token, which signs.", Required = true };
    private readonly Option<string?> _aesKey = CheckedOptions.AesKey();
    private readonly Option<string?> _appId = new("--app-id") { Description = "The account's AppId; needed to encrypt." };
    private readonly Option<EncryptionMode?> _mode = new("--mode") { Description = "How to encrypt; safe when there is a key, else plaintext." };
    private readonly Option<bool> _miniProgram = new("--mini-program") { Description = "The account is a mini program, which may reply little." };
    private readonly Option<bool> _json = new("--json") { Description = "Push JSON instead of XML." };
    private readonly Option<string?> _text = new("--text") { Description = "Push a text message." };
    private readonly Option<string?> _event = new("--event") { Description = "Push an event, such as subscribe." };
    private readonly Option<string?> _eventKey = new("--event-key") { Description = "The event's key." };
    private readonly Option<string?> _sample = new("--sample") { Description = "Push an event with sample fields, such as channels_ec_order_new; the verb events lists them." };
    private readonly Option<bool> _numbersAsText = new("--numbers-as-text") { Description = "Write the numbers of a sample as text, as WeChat does now and then." };
    private readonly Option<string?> _image = new("--image") { Description = "Push an image message with this media id." };
    private readonly Option<FileInfo> _file = new("--file") { Description = "Push a file's XML or JSON as it is." };
    private readonly Option<string?> _from = new("--from") { Description = "The sender's openid." };
    private readonly Option<string?> _to = new("--to") { Description = "The account's original id, gh_…" };
    private readonly Option<bool> _verify = new("--verify") { Description = "Verify the URL first, as the WeChat console does." };
    private readonly Option<int> _deliveries = CheckedOptions.Count(
        "--deliveries",
        "How many deliveries there are at most while nobody answers, the first among them.",
        otherwise: new PushOptions().MaxDeliveries);
    private readonly Option<double> _timeout = CheckedOptions.Seconds("--timeout", "How long to wait for each delivery.", otherwise: 5);

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
            result.AddError("Say what to push: one of --text, --event, --sample, --image and --file, or --verify alone.");
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
            result.AddError($"There are no sample fields for the event '{sample.Value}'; the verb events lists those that have some.");
        }

        // Values are not converted yet when a command is validated, so the words themselves are looked at.
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
            Patience = TimeSpan.FromSeconds(arguments.GetValue(_timeout)),
        };
        var identity = PushIdentity.Of(AccountOf(arguments), options);
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
