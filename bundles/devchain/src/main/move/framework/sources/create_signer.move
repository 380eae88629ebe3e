/// The authority over any address, kept to a few modules of the framework.
module aptos_framework::create_signer {
    friend aptos_framework::account;
    friend aptos_framework::aptos_account;
    friend aptos_framework::genesis;
    friend aptos_framework::object;

    native public(friend) fun create_signer(addr: address): signer;
}
