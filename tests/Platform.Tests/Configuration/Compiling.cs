using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Platform.Tests.Configuration;

/// <summary>Checks and loads a configuration with a platform, as a host would find it in its appsettings.json.</summary>
internal static class Compiling
{
    public const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    /// <summary>Returns the sentences about a platform <c>saas</c> with some keys changed; <see langword="null"/> removes a key.</summary>
    public static async Task<string[]> ErrorsAsync(string changes, string beside = "{}")
    {
        var (errors, _) = await CheckAsync(changes, beside);
        return errors;
    }

    public static async Task<(string[] Errors, string[] Warnings)> CheckAsync(string changes, string beside = "{}")
    {
        var folder = Directory.CreateTempSubdirectory("wxgw-");
        try
        {
            var file = Path.Combine(folder.FullName, "appsettings.json");
            await File.WriteAllTextAsync(file, Json(changes, beside));
            await using var services = Services(new ConfigurationBuilder().AddJsonFile(file).Build());
            var result = await services.GetRequiredService<WeChatConfiguration>().CheckAsync();
            return ([.. result.Errors.Select(error => error.ToString())], [.. result.Warnings.Select(warning => warning.ToString())]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Puts a platform <c>saas</c> in force.</summary>
    public static async Task<ServiceProvider> LoadedAsync(string changes = "{}", string beside = "{}")
    {
        var services = Services(new ConfigurationBuilder().AddJsonStream(
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Json(changes, beside)))).Build());
        Assert.Empty(await services.GetRequiredService<WeChatConfiguration>().LoadAsync());
        return services;
    }

    public static WeChatPlatform Saas(this IServiceProvider services) => services.GetRequiredService<PlatformCatalog>().Current["saas"];

    private static string Json(string changes, string beside)
    {
        var platform = JsonNode.Parse($$"""
            {
              "Kind": "Platform", "AppId": "wxcomponent", "AppSecret": "s3cret", "Token": "t0ken", "EncodingAesKey": "{{AesKey}}",
              "AuthEventPath": "/wx/saas/event", "MessagePath": "/wx/saas/{appid}/message"
            }
            """)!.AsObject();
        foreach (var (key, value) in JsonNode.Parse(changes)!.AsObject())
        {
            platform.Remove(key);
            if (value is not null)
            {
                platform[key] = value.DeepClone();
            }
        }

        var gateway = JsonNode.Parse(beside)!.AsObject();
        gateway.TryAdd("Services", new JsonObject());
        gateway["Services"]!["saas"] = platform;
        return new JsonObject { ["Gateway"] = gateway }.ToJsonString();
    }

    private static ServiceProvider Services(IConfigurationRoot configuration)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        services.AddReverseProxy().AddWeChat(configuration.GetSection("Gateway"), configuration.GetSection("ReverseProxy")).AddPlatforms();
        return services.BuildServiceProvider();
    }
}
