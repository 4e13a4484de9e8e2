using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Commands;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>
/// Configurations: each is valid and can be used, or has errors that say where and how to fix them, without a secret in them.
/// </summary>
internal sealed class ConfigurationRoom : FuzzRoom
{
    // Stands in every secret of the corpus, and nowhere else.
    private const string SecretMark = "s3cr3t";

    private static readonly string[] Names =
    [
        "Gateway", "ReverseProxy", "Services", "shop", "Kind", "AppId", "AppSecret", "OriginalId", "Token", "PreviousToken",
            "EncodingAesKey", "PreviousEncodingAesKey", "Encryption", "MessagePath", "MessageBackend", "OAuthPath",
        "OAuthBackend", "OAuthUserInfoFlag", "OAuthReturnHosts", "UserInfo", "Append", "CacheFor", "Language", "Reply", "Deadline",
            "WhenLate", "WhenFailed", "FailureText", "TokenEndpoint", "MaxClockSkew", "Limits", "OnlyFromWeChat",
        "PublicUrl", "Urls", "InternalUrls", "InternalApiKeys", "KnownProxies", "ShutdownDelay", "Endpoints", "Qr", "Api", "Tokens",
            "EndpointsOnPublicListener", "Store", "Redis", "KeyPrefix", "WeChat", "ApiUrl", "OpenUrl", "Timeout",
        "Routes", "Clusters", "Match", "Path", "ClusterId", "Metadata", "WeChat.Service", "WeChat.Exchange", "Transforms", "Destinations",
            "Address", "LoadBalancingPolicy", "SessionAffinity", "HealthCheck", "Active", "Interval",
        "HttpClient", "SslProtocols", "HttpRequest", "Order", "Hosts", "Methods", "0", "1", "", ":", "a:b", "shop:Token", "__", "店铺",
            "SHOP",
    ];

    private static readonly string[] Tokens =
    [
        .. Words.Json, "\"/wx\"", "\"/{**x}\"", "\"//\"", "\"/a/../b\"", "\"http://127.0.0.1:1\"", "\"https://u:p@h\"", "\"Safe\"",
            "\"Either\"", "\"ChannelsShop\"", "\"00:00:05\"", "\"PowerOfTwoChoices\"", "\"HashCookie\"", "\"10.0.0.0/8\"", "\"sha256:00\"",
        "\"http://0.0.0.0:7080\"", "\"http://*:1;http://+:2\"", "\"http://[::]:1\"", "\"http://unix:/tmp/x\"", "\"snsapi\"", "\"oauth\"",
            "\"message\"", "\"api\"", "\"Tls12\"", "null",
    ];

    private readonly ConfigurationHost _host = new();

    public override string Name => "configuration";

    public override int Executions => 800;

    public override Grammar Grammar { get; } = new(Tokens, JsonChanges.With(Names));

    // YARP's own parser and validators take most of it; each error and warning is searched for the key that it may be meant for.
    public override Budget Budget { get; } = new()
    {
        Bytes = 4 * 1024 * 1024,
        BytesPerByte = 3_000,
        Time = TimeSpan.FromMilliseconds(500),
        TimePerKilobyte = TimeSpan.FromMilliseconds(400)
    };

    public override async ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        _host.Load(input);
        var result = await meter.Of(_host, static of => of.CompileAsync());
        Hold(result);
        Conceal(result);
        if (result.Compiled is not { } compiled)
        {
            return false;
        }

        // As the gateway uses it.
        var options = _host.Services.GetRequiredService<GatewayBinder>().BoundOf(compiled.Section);
        _ = new ApiKeys(options.InternalApiKeys, new ApiKeyUses(TimeProvider.System));
        _ = ProxyJson.Write(compiled.Routes, compiled.Clusters);
        Assert.All(compiled.Routes, route => RoutePatternFactory.Parse(route.Match.Path ?? "/{**rest}"));
        Assert.Equal(
            compiled.Services.Count, compiled.Services.Select(service => service.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());

        // As a reload finds it, with what is there already in force.
        var again = await _host.CompileAsync(compiled);
        Hold(again);
        if (again.Compiled is { } same)
        {
            Assert.Equal(compiled.Digest, same.Digest);
        }
        else
        {
            // At the start YARP itself builds transforms, and says what it cannot build.
            Assert.All(again.Errors, error => Assert.Contains("transforms", error.Problem, StringComparison.Ordinal));
        }

        return true;
    }

    protected override ValueTask CloseAsync() => _host.DisposeAsync();

    /// <summary>Holds errors and warnings to what they promise.</summary>
    public static void Hold(CompilationResult result)
    {
        Assert.NotEqual(result.Compiled is null, result.Errors.Count == 0);
        foreach (var error in result.Errors.Concat(result.Warnings))
        {
            Assert.True(error.Path.Length > 0 || error.Source == ConfigurationHost.FileName, "An error says not where.");
            Assert.NotEmpty(error.Problem);
            Assert.NotEmpty(error.Fix);
        }
    }

    /// <summary>Holds them to silence about secrets, unless a change has put one where no secret belongs.</summary>
    private void Conceal(CompilationResult result)
    {
        if (!_host.Settings.Any(setting => Tells(setting.Key) || (Tells(setting.Value) && !Secrets.IsSecret(setting.Key))))
        {
            Assert.DoesNotContain(result.Errors.Concat(result.Warnings), error => Tells(error.ToString())
                && !error.Problem.Contains("duplicate key", StringComparison.Ordinal));
        }
    }

    private static bool Tells(string? text) => text?.Contains(SecretMark, StringComparison.OrdinalIgnoreCase) == true;
}
