using System.Text.Json;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Import.Tests;

/// <summary>Whatever value a key has, the gateway can read the result, and a comment beside the key announces each error in it.</summary>
public sealed class AnyValueTests : IDisposable
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1e999", "3.5", "7080", "12345678901234567890",
        "\"\"", "\" \"", "\"a b\"", "\"x\"", "\"/x\"", "\"//x\"", "\"/x/../y\"", "\"/~x\"", "\"~/x\"", "\"/x?y#z\"",
        "\"http://a\"", "\"https://a:1/b?c#d\"", "\"http://u:p@a\"", "\"http://a b\"", "\"http://\"", "\"http://[::1\"",
        "\"file:///x\"", "\"HTTP://A\"", "\"your_token_at_weixin_admin\"",
        "\"店铺 🛒\"", "\"\\ud800\"", "\"\\u0000\"", "\"*/\\n// \\\"\"", "\"\\\\\"", "\"{}[]:,;=%\"",
        "[]", "[1]", "{}", "{\"a\":{}}", "\"true\"", "\"FALSE\"",
    ];

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    public static TheoryData<string> ServiceKeys() =>
    [
        "is-channels-ec", "workerNum", "timeout", "wx-params", "token", "app-id", "app-secret", "aes-key",
        "listen-endpoints", "service-path", "redirect-path", "msg-proxy-pass", "redirect-url",
        "redirect-userinfo-flag", "menu-handler", "unheard-of",
    ];

    public static TheoryData<string> GlobalKeys() =>
    [
        "listen-host", "listen-port", "token-cache-dir", "common-endpoints", "health-check", "wx-qr", "dont-append-userinfo", "unheard-of",
    ];

    [Theory]
    [MemberData(nameof(ServiceKeys))]
    public async Task A_services_key_with_any_value(string key)
    {
        var imported = await ImportAsync(key);

        Assert.Equal(Values.Length, imported.Names.Count());
        foreach (var error in await imported.ErrorsAsync())
        {
            var at = error.Split("Gateway:Services:")[1].Split([':', ' '], 3);
            Assert.True(IsAnnounced(imported.Text, at[0], at[1]), error);
        }
    }

    [Fact]
    public async Task Names_of_any_value()
    {
        var imported = await ImportAsync("name");

        Assert.Equal(Values.Length, imported.Names.Count());
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Theory]
    [MemberData(nameof(GlobalKeys))]
    public async Task A_global_key_with_any_value(string key)
    {
        foreach (var value in Values)
        {
            var isEndpoint = key is "health-check" or "wx-qr" or "unheard-of";
            var keys = isEndpoint ? $$""" "common-endpoints": { "{{key}}": {{value}} } """ : $"\"{key}\": {value}";

            var service = Service(0, "unheard-of", "1");
            var imported = await Imported.OfAsync(_workplace, $$"""{ "listen-port": 7080, {{keys}}, "services": [ {{service}} ] }""");

            Assert.Empty(await imported.ErrorsAsync());
        }
    }

    /// <summary>Imports a service for each value of a key.</summary>
    private Task<Imported> ImportAsync(string key)
        => Imported.OfAsync(_workplace, $$"""
            {
              "listen-port": 7080,
              "services": [ {{string.Join(',', Values.Select((value, index) => Service(index, key, value)))}} ]
            }
            """);

    /// <summary>Returns whether the comment before a key, or beside it, says that something is to be filled in.</summary>
    private static bool IsAnnounced(string text, string service, string key)
    {
        var start = $"      \"{service}\": ";
        var lines = text.Split('\n').SkipWhile(line => !line.StartsWith(start, StringComparison.Ordinal)).Skip(1).ToList();
        var index = lines.FindIndex(line => line.StartsWith($"        \"{key}\": ", StringComparison.Ordinal));
        var before = lines.Take(index).Reverse().TakeWhile(line => line.StartsWith("        // ", StringComparison.Ordinal)).Reverse();
        return index >= 0 && string.Join(' ', before.Append(lines[index])).Contains("fill in", StringComparison.Ordinal);
    }

    private static string Service(int index, string key, string value)
    {
        var service = new Dictionary<string, object?>
        {
            ["name"] = $"s{index}",
            ["wx-params"] = new Dictionary<string, object?>
            {
                ["token"] = "t",
                ["app-id"] = "wx1",
                ["app-secret"] = "s",
                ["aes-key"] = Imported.AesKey,
            },
            ["listen-endpoints"] = new Dictionary<string, object?>
            {
                ["service-path"] = $"/wx{index}",
                ["redirect-path"] = $"/redirect{index}",
            },
            ["msg-proxy-pass"] = "http://10.0.0.1:8000",
            ["redirect-url"] = "http://10.0.0.1:8000/redirect",
        };
        var holder = service.Values.OfType<Dictionary<string, object?>>().FirstOrDefault(inner => inner.ContainsKey(key)) ?? service;
        holder[key] = "the value";
        return JsonSerializer.Serialize(service).Replace("\"the value\"", value, StringComparison.Ordinal);
    }
}
