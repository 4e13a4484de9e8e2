using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Transforms.Tests.Configuration;

/// <summary>Compiles JSON as a host would find it in its appsettings.json.</summary>
internal static class Compiling
{
    public const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    /// <summary>Returns a configuration with one service, which has what it needs beside the settings given.</summary>
    public static string Service(string name, string settings)
    {
        var service = JsonNode.Parse($"{{{settings}}}")!.AsObject();
        foreach (var (key, value) in new[] { ("AppId", "wx1"), ("Token", "t"), ("MessagePath", $"/{name}") })
        {
            service.TryAdd(key, value);
        }

        return new JsonObject { ["Gateway"] = new JsonObject { ["Services"] = new JsonObject { [name] = service } } }.ToJsonString();
    }

    public static async Task<CompilationResult> CompileAsync(
        string json, IReadOnlyDictionary<string, string?>? over = null, IConfigurationRule? hostRule = null)
    {
        using var folder = new TemporaryFolder();
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(folder.Write("appsettings.json", json))
            .AddInMemoryCollection(over ?? new Dictionary<string, string?>())
            .Build();
        await using var services = Services(
            configuration, configuration.GetSection("Gateway"), configuration.GetSection("ReverseProxy"), hostRule);
        return await services.GetRequiredService<ConfigurationCompiler>().CompileAsync(inForce: null);
    }

    public static async Task<CompiledConfiguration> CompiledAsync(string json)
    {
        var result = await CompileAsync(json);
        Assert.Empty(result.Errors);
        return result.Compiled!;
    }

    public static async Task<string[]> ErrorsAsync(string json)
    {
        var result = await CompileAsync(json);
        Assert.Null(result.Compiled);
        return [.. result.Errors.Select(error => error.ToString())];
    }

    public static async Task<string[]> WarningsAsync(string json, IConfigurationRule? hostRule = null)
    {
        var result = await CompileAsync(json, hostRule: hostRule);
        Assert.Empty(result.Errors);
        return [.. result.Warnings.Select(warning => warning.ToString())];
    }

    public static ServiceProvider Services(
        IConfiguration host, IConfiguration section, IConfiguration? reverseProxy, IConfigurationRule? hostRule = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(host);
        services.AddLogging();
        if (hostRule is not null)
        {
            services.AddSingleton(hostRule);
        }

        services.AddReverseProxy().AddWeChat(section, reverseProxy);
        return services.BuildServiceProvider();
    }
}
