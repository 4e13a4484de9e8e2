namespace WxYarpGateway.Simulator.MiniPrograms.Notices;

/// <summary>What a user answers when a mini program asks for notices of a template.</summary>
internal sealed record NoticeAnswer(string TemplateId, bool IsAccepted);
