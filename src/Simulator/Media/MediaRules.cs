using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Media;

/// <summary>Checks which files WeChat accepts, by kind.</summary>
internal static class MediaRules
{
    private const int Kilobyte = 1024;
    private const int Megabyte = 1024 * 1024;

    /// <summary>The largest form whose file is kept: the largest file and the form's own bytes.</summary>
    public const int LargestForm = 11 * Megabyte;

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".bmp"] = "image/bmp",
        [".gif"] = "image/gif",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".amr"] = "audio/amr",
        [".mp3"] = "audio/mp3",
        [".speex"] = "audio/speex",
        [".wav"] = "audio/wav",
        [".wma"] = "audio/x-ms-wma",
        [".mp4"] = "video/mp4",
    };

    // Documented: images 10 MB, voices 2 MB, videos 10 MB, thumbnails 64 KB.
    private static readonly Dictionary<string, Limits> Kinds = new(StringComparer.Ordinal)
    {
        ["image"] = new(10 * Megabyte, ["image/"], ApiError.InvalidImageSize),
        ["voice"] = new(2 * Megabyte, ["audio/"], ApiError.InvalidVoiceSize),
        ["video"] = new(10 * Megabyte, ["video/"], ApiError.InvalidVideoSize),
        ["thumb"] = new(64 * Kilobyte, ["image/"], ApiError.InvalidThumbSize),
    };

    // Documented for pictures inside articles: 1 MB, JPEG or PNG.
    private static readonly Limits Picture = new(Megabyte, ["image/jpeg", "image/png"], ApiError.InvalidImageSize);

    public static bool IsKind(string? kind) => kind is not null && Kinds.ContainsKey(kind);

    /// <summary>Returns the error of a file, or null.</summary>
    public static ApiError? Check(string kind, FormPart file) => Kinds[kind].Check(file);

    public static ApiError? CheckPicture(FormPart file) => Picture.Check(file);

    /// <summary>Returns the content type for downloads: the uploaded one, or else that of the file name.</summary>
    public static string TypeOf(FormPart file) =>
        file.ContentType is { Length: > 0 } type && type != "application/octet-stream" ? type
        : Types.GetValueOrDefault(Path.GetExtension(file.FileName), "application/octet-stream");

    private sealed record Limits(int MostBytes, string[] Types, ApiError TooLarge)
    {
        public ApiError? Check(FormPart file) =>
            !IsOf(Path.GetExtension(file.FileName)) ? ApiError.InvalidFileType
            : file.Bytes.Length > MostBytes ? TooLarge
            : null;

        // A name without a known extension passes.
        private bool IsOf(string ending) =>
            !MediaRules.Types.TryGetValue(ending, out var type) || Types.Any(allowed => type.StartsWith(allowed, StringComparison.Ordinal));
    }
}
