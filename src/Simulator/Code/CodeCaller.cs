using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;

namespace WxYarpGateway.Simulator.Code;

/// <summary>Who calls: a platform, for a mini program that is authorized to it.</summary>
internal sealed record CodeCaller(SimulatedAccount Account, PlatformState Platform);
