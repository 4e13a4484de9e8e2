using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.PlatformImport.Found;

namespace WxYarpGateway.PlatformImport.Writing;

/// <summary>Writes the gateway's configuration of a platform as JSON with comments, to be pasted and completed.</summary>
/// <param name="service">The service's name.</param>
/// <param name="platform">The platform.</param>
/// <param name="leftOut">What was not taken.</param>
internal sealed class ConfigurationText(string service, FoundPlatform platform, LeftOut leftOut)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the text.</summary>
    /// <param name="withSecret">Whether the component's secret is in it: only for a file that nobody else may read.</param>
    public string Write(bool withSecret)
    {
        var text = new StringBuilder();
        foreach (var comment in Comments(withSecret))
        {
            text.Append("// ").Append(OneLine(comment)).Append('\n');
        }

        return text.Append(Root(withSecret).ToJsonString(Readable).ReplaceLineEndings("\n")).Append('\n').ToString();
    }

    /// <summary>Returns a text that can neither end a comment nor hide in it: the names in it are somebody's.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(letter => char.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            ? ' ' : letter));

    private IEnumerable<string> Comments(bool withSecret)
    {
        yield return $"The platform that {platform.Source} served. Complete PublicUrl, Token and EncodingAesKey, and check the paths:";
        yield return "in WeChat's console (开放平台 → 第三方平台 → 开发资料) the URLs change to those of the gateway.";
        if (platform.Secret.Length == 0)
        {
            yield return "AppSecret was not found; copy it from WeChat's console.";
        }
        else if (!withSecret)
        {
            yield return "AppSecret was found. It is not printed; --configuration FILE writes it into a file that only you may read.";
        }

        if (platform.IsWxComponent)
        {
            yield return "Where WeChat's cloud hosting goes on pushing JSON, add \"CloudRun\": { \"Networks\": [ \"10.0.0.0/8\" ] }.";
            yield return "Compat serves wxcomponent's /inner/… for its backends, on the internal listener.";
        }

        if (platform.Rules.Any(rule => rule.InfoType.Length > 0))
        {
            yield return "Rules for authorization events are copies: WeChat gets `success`, and no backend's answer.";
        }

        var lines = leftOut.Lines.ToList();
        if (lines.Count > 0)
        {
            yield return "Left out:";
            foreach (var line in lines)
            {
                yield return $"- {line}";
            }
        }
    }

    private JsonObject Root(bool withSecret)
    {
        var gateway = new JsonObject { ["PublicUrl"] = "https://wx.example.com" };
        if (platform.Rules.Count > 0)
        {
            gateway["Backends"] = new JsonObject(platform.Rules.OrderBy(rule => rule.Port).DistinctBy(rule => rule.Backend).Select(
                rule => KeyValuePair.Create(rule.Backend, (JsonNode?)$"http://127.0.0.1:{rule.Port}")));
        }

        gateway["Services"] = new JsonObject { [service] = Service(withSecret) };
        return new JsonObject { ["Gateway"] = gateway };
    }

    private JsonObject Service(bool withSecret)
    {
        var section = new JsonObject
        {
            ["Kind"] = "Platform",
            ["AppId"] = platform.AppId,
            ["AppSecret"] = withSecret ? platform.Secret : "",
            ["Token"] = "",
            ["EncodingAesKey"] = "",
            ["AuthEventPath"] = $"/wx/{service}/event",
            ["MessagePath"] = $"/wx/{service}/{{appid}}/message",
            ["Authorization"] = Page(),
        };
        if (platform.IsWxComponent)
        {
            section["Compat"] = new JsonArray("WxComponent");
        }

        if (platform.Rules.Count > 0)
        {
            section["Rules"] = new JsonArray([.. platform.Rules.Select(RuleOf)]);
        }

        return section;
    }

    private JsonObject Page()
    {
        var page = new JsonObject { ["Path"] = $"/wx/{service}/authorize" };
        foreach (var (key, value) in new[] { ("Title", platform.Title), ("Text", platform.Text) }.Where(pair => pair.Item2.Length > 0))
        {
            page[key] = value;
        }

        if (platform.ReturnTo is { } url)
        {
            page["ReturnTo"] = url.AbsoluteUri;
            page["ReturnHosts"] = new JsonArray(url.Authority);
        }

        return page;
    }

    private static JsonObject RuleOf(FoundRule rule)
    {
        var when = new JsonObject();
        foreach (var (key, value) in new[]
            { ("InfoType", rule.InfoType), ("MsgType", rule.MsgType), ("Event", rule.Event) }.Where(pair => pair.Item2.Length > 0))
        {
            when[key] = value;
        }

        return new JsonObject
        {
            ["Name"] = rule.Name,
            ["Enabled"] = rule.Enabled,
            ["When"] = when,
            ["To"] = new JsonObject { ["Backend"] = rule.Backend, ["Path"] = rule.Path },
            ["Mode"] = (rule.InfoType.Length > 0 ? RuleMode.Copy : RuleMode.Reply).ToString(),
            ["Format"] = nameof(TargetFormat.WxComponent),
        };
    }
}
