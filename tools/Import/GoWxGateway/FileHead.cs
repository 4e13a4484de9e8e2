using System.Text.Json;
using WxYarpGateway.Import.Configuration;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>Writes the comments at the top of an imported configuration: what to do with it, and what was left out.</summary>
internal static class FileHead
{
    /// <summary>Returns the comments.</summary>
    public static IEnumerable<string> Of(SourceFile file, SourceObject source, IReadOnlyList<JsonElement> services)
    {
        yield return $"Made of {CommentText.Quote(file.Name)}, the configuration of go-wx-gateway.";
        yield return "Save it as appsettings.json, or name it in GATEWAY_CONFIG. The command validate names what is left to do; "
            + "where a comment says \"fill in\", a value was missing or cannot be used.";
        yield return "";
        yield return "It holds the secrets that stood there. They are better off in the environment, or in files in the folder that "
            + $"{GatewayKeys.SecretsFolderVariable} names: Gateway__Services__<name>__AppSecret, ...__Token, ...__EncodingAesKey.";
        string[] left = [.. LeftOut(file, source, services)];
        if (left.Length == 0)
        {
            yield break;
        }

        yield return "";
        yield return "Left out:";
        foreach (var what in left)
        {
            yield return $"- {what}";
        }
    }

    private static IEnumerable<string> LeftOut(SourceFile file, SourceObject source, IReadOnlyList<JsonElement> services)
    {
        if (source.Has(GoGatewayKeys.TokenCacheDir))
        {
            yield return $"{GoGatewayKeys.TokenCacheDir} is no longer needed: "
                + "tokens are kept in memory, or in Redis when several gateways share them (Gateway:Store)";
        }

        var entries = services.Select(service => new SourceObject(service, GoGatewayKeys.Service)).ToList();
        if (entries.Exists(service => service.Has(GoGatewayKeys.WorkerNum)))
        {
            yield return $"{GoGatewayKeys.WorkerNum} is no longer needed: no service has a limited number of workers";
        }

        if (entries.Exists(service => service.Has(GoGatewayKeys.MenuHandler)))
        {
            yield return $"{GoGatewayKeys.MenuHandler} belongs to old versions of go-wx-gateway; OAuthBackend is what there is now";
        }

        foreach (var remark in source.Remarks)
        {
            yield return remark;
        }

        if (file.HasMore)
        {
            yield return "what follows behind the first JSON value, which go-wx-gateway did not read either";
        }
    }
}
