using WxYarpGateway.EndToEnd.Tests.Replicas;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Users;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.EndToEnd.Tests.Backends;

/// <summary>The sample bots of all languages found, behind one gateway process that has an account for each.</summary>
public sealed class SampleStage : IAsyncLifetime
{
    public const string Subscriber = "oSubscriber";
    public const string Nickname = "小明 😀 <&> \"Ada\"";

    private readonly Workplace _workplace = new();
    private readonly Dictionary<string, SampleBackend> _backends = [];
    private WeChatSimulator? _weChat;
    private Replica? _gateway;

    public SampleBackend this[string language] => _backends[language];

    /// <summary>Returns the rows of a theory: the languages whose runtime this machine has.</summary>
    public static TheoryData<string> Languages() => new(SampleLanguage.Found.Select(language => language.Folder));

    public async ValueTask InitializeAsync()
    {
        try
        {
            await StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            // Nobody disposes of what never came up, and processes would outlive the tests.
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Has WeChat push a message to the account of a language.</summary>
    public Task<PushResult> PushAsync(string language, PushedMessage message)
        => _weChat!.PushAsync(
            AppIdOf(language),
            message,
            new PushOptions { Url = new Uri(_gateway!.Address, "/" + language) },
            TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        IEnumerable<IAsyncDisposable?> cast = [_gateway, .. _backends.Values, _weChat];
        foreach (var member in cast.OfType<IAsyncDisposable>())
        {
            await member.DisposeAsync();
        }

        _workplace.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), cancellationToken);
        foreach (var language in SampleLanguage.Found)
        {
            _backends[language.Folder] = await SampleBackend.StartAsync(language, _workplace, cancellationToken);
            _weChat.AddAccount(new SimulatedAccount { AppId = AppIdOf(language.Folder), AppSecret = "secret", Token = "token" });
            _weChat.AddUser(AppIdOf(language.Folder), new SimulatedUser { OpenId = Subscriber, Nickname = Nickname });
        }

        var file = _workplace.Write("gateway.json", $$"""
            { "Gateway": { "WeChat": { "ApiUrl": "{{_weChat.Address}}" }, "Services": { {{string.Join(", ", _backends.Keys.Select(ServiceOf))}} } } }
            """);
        _gateway = await Replica.StartAsync(_workplace, file, new Dictionary<string, string>(), cancellationToken);
    }

    private static string AppIdOf(string language) => "wx" + language;

    private string ServiceOf(string language) => $$"""
        "{{language}}": {
          "AppId": "{{AppIdOf(language)}}", "AppSecret": "secret", "Token": "token",
          "MessagePath": "/{{language}}", "MessageBackend": "{{_backends[language].Address}}"
        }
        """;
}
