// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;

namespace LwM2M.Nano.Bootstrap
{
    /// <summary>Who is told of the bootstrap server's steps.</summary>
    internal interface IBootstrapListener
    {
        /// <summary>The LwM2M version the client announces.</summary>
        string Version { get; }

        /// <summary>The server is about to change something: what is there now may have to come back.</summary>
        void OnBeforeChange();

        /// <summary>The server says that it has written everything.</summary>
        /// <returns>Changed, or NotAcceptable when what it wrote cannot be used.</returns>
        CoapCode OnFinish();
    }
}
