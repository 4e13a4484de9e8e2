namespace WxYarpGateway.Simulator.MiniPrograms.ContentChecks;

/// <summary>A text or file that was checked.</summary>
/// <param name="AppId">The mini program.</param>
/// <param name="OpenId">The user.</param>
/// <param name="Content">The text, or the URL.</param>
/// <param name="Scene">1 profile, 2 comment, 3 forum, 4 social log.</param>
/// <param name="Suggest">The verdict.</param>
public sealed record ContentCheck(string AppId, string OpenId, string Content, int Scene, string Suggest);
