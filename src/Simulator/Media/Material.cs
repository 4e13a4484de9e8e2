
namespace WxYarpGateway.Simulator.Media;

/// <summary>A permanent material.</summary>
/// <param name="MediaId">Its id.</param>
/// <param name="File">The file.</param>
/// <param name="Url">The URL to download it from.</param>
/// <param name="Title">The title of a video, or null.</param>
/// <param name="Introduction">The description of a video, or null.</param>
internal sealed record Material(string MediaId, MediaFile File, string Url, string? Title, string? Introduction);
