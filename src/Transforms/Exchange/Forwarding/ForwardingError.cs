using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Transforms.Exchange.Forwarding;

/// <summary>Why a call failed. YARP's health policies and the exchange read it where YARP's own forwarder leaves it.</summary>
internal sealed record ForwardingError(ForwarderError Error, Exception? Exception) : IForwarderErrorFeature;
