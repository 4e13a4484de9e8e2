namespace WxYarpGateway.Gateway.Overview.Backups;

/// <summary>A backup that was begun.</summary>
/// <param name="Id">Its id.</param>
internal sealed record BackupOrderAnswer(string Id);
