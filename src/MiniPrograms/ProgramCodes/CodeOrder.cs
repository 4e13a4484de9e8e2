using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.MiniPrograms.ProgramCodes;

/// <summary>An order for a code (小程序码), read from a query and checked before WeChat is asked.</summary>
/// <remarks>Source: developers.weixin.qq.com/miniprogram, 获取不限制的小程序码 (getUnlimitedQRCode), mirrored 2026-07-30.</remarks>
internal sealed record CodeOrder
{
    private const int LongestScene = 32;
    private const int LongestPage = 1024;
    private const int LeastWidth = 280;
    private const int MostWidth = 1280;
    private const int MostColor = 255;

    private static readonly SearchValues<char> SceneSigns = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$&'()*+,/:;=?@-._~");

    private static readonly string[] Versions = ["release", "trial", "develop"];
    private static readonly string[] Flags = ["auto_color", "is_hyaline", "check_path"];
    private static readonly string[] Colors = ["r", "g", "b"];

    /// <summary>Gets the body for WeChat. Equal orders have equal bodies.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Reads an order.</summary>
    /// <param name="query">The query.</param>
    /// <returns>The order, or what is wrong.</returns>
    public static (CodeOrder? Order, string Wrong) Read(IQueryCollection query)
    {
        if (Text(query, "scene") is not { Length: > 0 and <= LongestScene } scene || scene.AsSpan().ContainsAnyExcept(SceneSigns))
        {
            return (null, $"scene must be 1 to {LongestScene} letters, digits and signs of !#$&'()*+,/:;=?@-._~");
        }

        var page = Text(query, "page");
        if (page?.Length > LongestPage || page?.StartsWith('/') == true || page?.Contains('?', StringComparison.Ordinal) == true)
        {
            return (null, "page must be a path such as pages/index/index, without a slash before it and without parameters");
        }

        var width = LeastWidth;
        if (Text(query, "width") is { } size
            && (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out width) || width is < LeastWidth or > MostWidth))
        {
            return (null, $"width must be a number from {LeastWidth} to {MostWidth}");
        }

        if (Flags.FirstOrDefault(name => Text(query, name) is { } flag && ReadFlag(flag) is null) is { } wrong)
        {
            return (null, $"{wrong} must be true or false");
        }

        if (Text(query, "env_version") is { } version && !Versions.Contains(version, StringComparer.Ordinal))
        {
            return (null, $"env_version must be one of {string.Join(", ", Versions)}");
        }

        int[]? color = null;
        if (Text(query, "line_color") is { } text && (color = ReadColor(text)) is null)
        {
            return (null, """line_color must be an object such as {"r":0,"g":0,"b":0}""");
        }

        return (new CodeOrder { Body = Write(query, scene, page, width, color) }, "");
    }

    private static ReadOnlyMemory<byte> Write(IQueryCollection query, string scene, string? page, int width, int[]? color)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written, MessageJson.ToWeChat))
        {
            json.WriteStartObject();
            json.WriteString("scene"u8, scene);
            if (page is not null)
            {
                json.WriteString("page"u8, page);
            }

            if (Text(query, "width") is not null)
            {
                json.WriteNumber("width"u8, width);
            }

            foreach (var name in Flags.Where(name => Text(query, name) is not null))
            {
                json.WriteBoolean(name, ReadFlag(Text(query, name)!) == true);
            }

            if (color is not null)
            {
                json.WriteStartObject("line_color"u8);
                foreach (var (name, value) in Colors.Zip(color))
                {
                    json.WriteNumber(name, value);
                }

                json.WriteEndObject();
            }

            if (Text(query, "env_version") is { } version)
            {
                json.WriteString("env_version"u8, version);
            }

            json.WriteEndObject();
        }

        return written.WrittenMemory;
    }

    // Of a parameter that is there twice, nobody knows which one is meant: it is joined, and then refused.
    private static string? Text(IQueryCollection query, string name)
        => query.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } text ? text : null;

    private static bool? ReadFlag(string text) => text switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };

    private static int[]? ReadColor(string text)
    {
        using var fields = JsonFields.Parse(Encoding.UTF8.GetBytes(text));
        int[] color = [.. Colors.Select(name => fields?.Number(name) is >= 0 and <= MostColor and var part ? (int)part : -1)];
        return color.Contains(-1) ? null : color;
    }
}
