
namespace WxYarpGateway.Simulator.Media;

/// <summary>Holds a permanent material.</summary>
/// <param name="MediaId">Its id.</param>
/// <param name="File">The file.</param>
/// <param name="Url">The URL at which it can be seen.</param>
/// <param name="Title">The title of a video, or null.</param>
/// <param name="Introduction">What a video is about, or null.</param>
internal sealed record Material(string MediaId, MediaFile File, string Url, string? Title, string? Introduction);
