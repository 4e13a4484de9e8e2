namespace WxYarpGateway.Simulator.Accounts;

/// <summary>A service category (类目) of a mini program, with WeChat's ids; the third level may be absent.</summary>
public sealed record CodeCategory(
    string FirstClass,
    int FirstId,
    string SecondClass,
    int SecondId,
    string? ThirdClass = null,
    int? ThirdId = null);
